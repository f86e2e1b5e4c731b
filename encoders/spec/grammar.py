"""The grammar of the expression language, in the notation of the parser generator lark (LALR)."""

_RULES = r"""
?start: condition

?condition: either
          | either "implies" condition              -> condition
?either: both
       | both ("or" both)+                          -> either
?both: denial
     | denial ("and" denial)+                       -> both
?denial: comparison
       | NOT denial                                 -> denial
?comparison: addition
           | addition (COMPARED addition)+          -> chain
           | addition "in" values                   -> member
           | addition NOT "in" values               -> no_member
?addition: product
         | product (_sign product)+                 -> addition
?product: signed
        | product "*" signed                        -> times
        | product "/" signed                        -> over
?signed: atom
       | MINUS signed                               -> negative
?atom: NUMBER                                       -> number
     | TRUTH                                        -> truth
     | NAME                                         -> name
     | FUNCTION "(" operands ")"                    -> call
     | "(" condition ")"

operands: condition ("," condition)*
        | "[" condition ("," condition)* "]"
values: "{" constant ("," constant)* "}"
constant: NUMBER | MINUS NUMBER | NUMBER "/" NUMBER | MINUS NUMBER "/" NUMBER
_sign: PLUS | MINUS

PLUS: "+"
MINUS: "-"
NOT: "not"
COMPARED: "<=" | ">=" | "==" | "!=" | "<" | ">" | "≤" | "≥" | "≠"
TRUTH: "true" | "false"
FUNCTION.2: /(?:min|max|sum|abs)(?=\s*\()/
NUMBER: /\d+(?:\.\d+)?(?![\w.])/
NAME: /(?!KEYWORD)WORD(?:INDEX)?(?:\.WORD(?:INDEX)?)*/

%import common.WS
%ignore WS
"""

_PATTERNS = {
    "KEYWORD": r"(?:and|or|not|implies|in|true|false)(?![\w\[.])",
    "WORD": r"[^\W\d]\w*",
    "INDEX": r"\[(?:\"(?:[^\"\\\n]|\\.)*\"|[^\]\[\"\n]+)\]",
}
"""What stands for a pattern inside the terminal NAME."""


def _written_out() -> str:
    rules = _RULES
    for name, pattern in _PATTERNS.items():
        rules = rules.replace(name, pattern)
    return rules


GRAMMAR = _written_out()
