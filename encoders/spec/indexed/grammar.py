"""The grammar of indexed expression texts, in the notation of the parser generator lark (LALR)."""

KEYWORDS = "and|or|not|implies|iff|in|for|forall|if|else|true|false|True|False"
"""Words that cannot be names."""

GRAMMAR = r"""
?start: either_way
      | either_way loop+                           -> family
      | loop+ ":" either_way                       -> family_after

?either_way: condition
           | condition "if" condition "else" either_way  -> alternative
?condition: implied
          | implied "iff" condition                -> equivalence
?implied: either
        | either "implies" implied                 -> condition
?either: both
       | both ("or" both)+                         -> either
?both: denial
     | denial ("and" denial)+                      -> both
?denial: comparison
       | NOT denial                                -> denial
?comparison: addition
           | addition (COMPARED addition)+         -> chain
           | addition "in" span                    -> inside
           | addition NOT "in" span                -> outside
?span: addition
     | addition ".." addition                      -> range
?addition: product
         | product (_sign product)+                -> addition
?product: signed
        | product _STAR signed                     -> times
        | product "/" signed                       -> over
?signed: power
       | MINUS signed                              -> negative
?power: atom
      | atom _POWER signed                         -> power
?atom: NUMBER                                      -> number
     | TRUTH                                       -> truth
     | TEXT                                        -> text
     | NAME index*                                 -> ref
     | NAME "(" operands ")"                       -> call
     | NAME "(" each ")"                           -> call
     | "{" span ("," span)* "}"                    -> braces
     | "(" either_way ")"

index: "[" either_way ("," either_way)* "]"
operands: either_way ("," either_way)*
        | "[" either_way ("," either_way)* "]"
each: either_way loop+
    | "[" either_way loop+ "]"
loop: _FOR bound ("," bound)* filter*
bound: NAME ("," NAME)* "in" span
filter: "if" condition

_sign: PLUS | MINUS
_FOR: "for" | "forall" | "∀"
_POWER: "**" | "^"
PLUS: "+"
MINUS: "-" | "−"
_STAR: "*" | "×" | "·"
NOT: "not"
COMPARED: "<=" | ">=" | "==" | "!=" | "<" | ">" | "≤" | "≥" | "≠"
TRUTH: /(?:true|false|True|False)(?!\w)/
NUMBER: /\d+(?:\.\d+)?(?:[eE][+-]?\d{1,4})?(?!\w)(?!\.(?!\.))/
TEXT: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/
NAME: /(?!(?:KEYWORDS)(?!\w))[^\W\d]\w*/

%import common.WS
%ignore WS
""".replace("KEYWORDS", KEYWORDS)
