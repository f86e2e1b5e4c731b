"""Names of SMT-LIB: any name becomes a quoted symbol that no other name has and that means nothing else."""

from __future__ import annotations

_THEORIES = frozenset(
    (
        "true", "false", "not", "=>", "and", "or", "xor", "=", "distinct", "ite", "-", "+", "*", "/", "div", "mod", "abs", "<",
        "<=", ">", ">=", "divisible", "to_real", "to_int", "is_int", "let", "forall", "exists", "match", "par", "as", "_", "!",
        "exp", "sin", "cos", "tan", "csc", "sec", "cot", "arcsin", "arccos", "arctan", "arccsc", "arcsec", "arccot", "sqrt",
        "real.pi", "iand", "piand", "int.pow2", "int.log2", "int.ispow2", "/_total", "div_total", "mod_total", "pi", "e", "euler",
        "sinh", "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh", "implies", "iff", "if", "int2real",
        "real2int", "rem", "^", "**", "at-most", "at-least", "pble", "pbge", "pbeq", "distinct", "root-obj", "store", "select",
        "const", "map", "default", "union", "intersect", "subset", "complement", "bv2nat", "nat2bv", "int2bv", "tuple",
    )
)  # fmt: skip
"""Function symbols of the theories, and those that common solvers add to them: a quoted symbol is the same as a plain one."""


def escaped(name: str) -> str:
    """Letters that a quoted symbol may not hold, and all beyond ASCII, as per cent codes of their UTF-8 bytes (RFC 3986)."""
    return "".join(
        [
            letter if " " <= letter <= "~" and letter not in "|\\%" else _coded(letter)
            for letter in (name or "(no name)")
        ]
    )


def _coded(letter: str) -> str:
    return "".join([f"%{byte:02X}" for byte in letter.encode("utf-8", "surrogatepass")])


class Symbols:
    """Gives each thing a symbol of its own: its name, and where that is taken its name with a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_THEORIES)

    def new(self, name: str) -> str:
        """A quoted symbol that was not given before."""
        wanted = escaped(name)
        if wanted[0] in "@.":  # reserved for what solvers make themselves
            wanted = f"_{wanted}"
        symbol, number = wanted, 2
        while symbol in self._taken:
            symbol, number = f"{wanted} ({number})", number + 1
        self._taken.add(symbol)
        return f"|{symbol}|"
