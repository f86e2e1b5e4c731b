"""The expression language: what people, models and other programs may write about the quantities of a problem.

A text is parsed once (`parse`) and then read in two ways that share nothing but the parser: `lower` makes it an Expression over
given observables, `value` computes it exactly over given numbers. The second checks the first.

    text        := text implies text | text or text | text and text | not text | comparison | number
    comparison  := number (< | <= | == | != | >= | >) number ...          1 <= nights[Rome] < 4
                 | number [not] in {constant, constant ...}
    number      := number (+ | -) number | constant * number | number / constant | -number | (text)
                 | min(number, ...) | max(number, ...) | sum(number, ...) | abs(number) | constant | name
    name        := total | leg[1].minutes | nights[New York] | hotel["The [Old] Inn"].price

In min, max and sum a name with the index * stands for every name that differs there only: max(leg[*].minutes). Numbers are
exact: 3, 12.5, 1/3. A truth value counts 1 or 0 where a number is expected, never the other way round.
"""

from encoders.spec.directions import Direction, directions
from encoders.spec.interpret import value
from encoders.spec.lower import lower
from encoders.spec.parse import parse
from encoders.spec.syntax import Name, Node, names_in, same
from encoders.spec.write import write, write_name

__all__ = [
    "Direction", "Name", "Node", "directions", "lower", "names_in", "parse", "same", "value", "write", "write_name",
]  # fmt: skip
