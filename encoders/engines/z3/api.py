"""Z3's C interface with plain integers as handles: a term costs about 1 us here and 40 us through the Python classes.

Every session owns one `Context`. Terms live as long as it does (Z3 frees them with the context), so nothing is counted. The calls
that can take long release the interpreter's lock, which lets another thread call `interrupt`.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from encoders.engines.z3.spare import Spare
from encoders.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import SimpleNamespace

Handle = int
"""Address of a term, sort, model or solver inside one context."""

TRUE, FALSE = 1, -1
"""Z3_lbool: what a check or a Boolean value says; 0 is unknown."""

_P, _U, _I, _S = ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_char_p
_PS, _IS = ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_int)

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "mk_config": (_P,),
    "del_config": (None, _P),
    "del_context": (None, _P),
    "get_error_code": (_I, _P),
    "get_error_msg": (_S, _P, _I),
    "interrupt": (None, _P),
    "mk_bool_sort": (_P, _P),
    "mk_int_sort": (_P, _P),
    "mk_real_sort": (_P, _P),
    "mk_int_symbol": (_P, _P, _I),
    "mk_string_symbol": (_P, _P, _S),
    "mk_const": (_P, _P, _P, _P),
    "mk_true": (_P, _P),
    "mk_false": (_P, _P),
    "mk_numeral": (_P, _P, _S, _P),
    "mk_not": (_P, _P, _P),
    "mk_and": (_P, _P, _U, _PS),
    "mk_or": (_P, _P, _U, _PS),
    "mk_implies": (_P, _P, _P, _P),
    "mk_iff": (_P, _P, _P, _P),
    "mk_ite": (_P, _P, _P, _P, _P),
    "mk_eq": (_P, _P, _P, _P),
    "mk_distinct": (_P, _P, _U, _PS),
    "mk_add": (_P, _P, _U, _PS),
    "mk_sub": (_P, _P, _U, _PS),
    "mk_mul": (_P, _P, _U, _PS),
    "mk_unary_minus": (_P, _P, _P),
    "mk_le": (_P, _P, _P, _P),
    "mk_lt": (_P, _P, _P, _P),
    "mk_ge": (_P, _P, _P, _P),
    "mk_gt": (_P, _P, _P, _P),
    "mk_int2real": (_P, _P, _P),
    "mk_pble": (_P, _P, _U, _PS, _IS, _I),
    "mk_pbge": (_P, _P, _U, _PS, _IS, _I),
    "mk_pbeq": (_P, _P, _U, _PS, _IS, _I),
    "mk_params": (_P, _P),
    "params_inc_ref": (None, _P, _P),
    "params_dec_ref": (None, _P, _P),
    "params_set_bool": (None, _P, _P, _P, ctypes.c_bool),
    "params_set_uint": (None, _P, _P, _P, _U),
    "params_set_symbol": (None, _P, _P, _P, _P),
    "mk_simple_solver": (_P, _P),
    "mk_solver": (_P, _P),
    "mk_solver_for_logic": (_P, _P, _P),
    "solver_inc_ref": (None, _P, _P),
    "solver_dec_ref": (None, _P, _P),
    "solver_set_params": (None, _P, _P, _P),
    "solver_assert": (None, _P, _P, _P),
    "solver_get_model": (_P, _P, _P),
    "solver_get_unsat_core": (_P, _P, _P),
    "solver_get_reason_unknown": (_S, _P, _P),
    "solver_get_statistics": (_P, _P, _P),
    "optimize_get_statistics": (_P, _P, _P),
    "stats_inc_ref": (None, _P, _P),
    "stats_dec_ref": (None, _P, _P),
    "stats_size": (_U, _P, _P),
    "stats_get_key": (_S, _P, _P, _U),
    "stats_is_uint": (ctypes.c_bool, _P, _P, _U),
    "stats_get_uint_value": (_U, _P, _P, _U),
    "model_inc_ref": (None, _P, _P),
    "model_dec_ref": (None, _P, _P),
    "model_value": (ctypes.c_bool, _P, _P, _P, ctypes.c_bool, _PS),
    "get_bool_value": (_I, _P, _P),
    "get_numeral_string": (_S, _P, _P),
    "is_numeral_ast": (ctypes.c_bool, _P, _P),
    "ast_vector_inc_ref": (None, _P, _P),
    "ast_vector_dec_ref": (None, _P, _P),
    "ast_vector_size": (_U, _P, _P),
    "ast_vector_get": (_P, _P, _P, _U),
    "mk_optimize": (_P, _P),
    "optimize_inc_ref": (None, _P, _P),
    "optimize_dec_ref": (None, _P, _P),
    "optimize_set_params": (None, _P, _P, _P),
    "optimize_assert": (None, _P, _P, _P),
    "optimize_assert_soft": (_U, _P, _P, _P, _S, _P),
    "optimize_minimize": (_U, _P, _P, _P),
    "optimize_maximize": (_U, _P, _P, _P),
    "optimize_get_model": (_P, _P, _P),
    "optimize_get_reason_unknown": (_S, _P, _P),
    "optimize_get_lower_as_vector": (_P, _P, _P, _U),
    "optimize_get_upper_as_vector": (_P, _P, _P, _U),
}
_LONG: dict[str, tuple[Any, ...]] = {
    "mk_context": (_P, _P),
    "solver_check_assumptions": (_I, _P, _P, _U, _PS),
    "optimize_check": (_I, _P, _P, _U, _PS),
}
_NAMES = {"model_value": "model_eval"}
"""Functions of Z3 under a name of ours."""
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint)


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Names of glibc's malloc.h."""


@cache
def _library() -> SimpleNamespace:
    """The functions with our own prototypes. The library is that of the package `z3`, whose Python classes are not needed.

    Raises EngineError where the distribution z3-solver is not installed.
    """
    from types import SimpleNamespace

    lib = ctypes.CDLL(str(_library_file()))
    _keep_freed_memory()
    found = {n: ctypes.PYFUNCTYPE(*types)((f"Z3_{_NAMES.get(n, n)}", lib)) for n, types in _SIGNATURES.items()}
    found |= {name: ctypes.CFUNCTYPE(*types)((f"Z3_{name}", lib)) for name, types in _LONG.items()}
    ignore = _HANDLER(lambda context, code: None)  # without a handler of its own a context would end the process
    found["set_error_handler"] = ctypes.CFUNCTYPE(None, ctypes.c_void_p, _HANDLER)(("Z3_set_error_handler", lib))
    found["ignore"] = ignore
    return SimpleNamespace(**found)


@cache
def _spare() -> Spare:
    """The context for the next session."""
    return Spare(_made)


def _made() -> Handle | None:
    """A new context; None where there is no memory for one."""
    lib = _library()
    config = lib.mk_config()
    found: Handle | None = lib.mk_context(config)
    lib.del_config(config)
    return found


def _keep_freed_memory() -> None:
    """Have glibc keep what a closed context frees, for the next one; other C libraries have no such choice.

    A context holds a block of 16 MB. Without this the block may go back to the system each time, depending on what else lies in
    the heap, and a new context takes 7-15 ms instead of 0.3.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, 64 << 20)
        mallopt(_MMAP_THRESHOLD, 32 << 20)


def _library_file() -> Path:
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("z3")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for file in sorted(Path(folder, "lib").glob("libz3.*"), reverse=True):
            if file.suffix != ".a":
                return file
    raise EngineError(
        "the library of Z3 is not installed; install the distribution z3-solver (not z3, another program)"
    )


def handles(items: Sequence[Handle]) -> Any:
    """A C array of handles."""
    return (ctypes.c_void_p * len(items))(*items)


class Context:
    """One Z3 context, with its sorts and constants. Close it, or its memory stays taken.

    A session never gets a used one: Z3's answers depend on how terms are numbered, and so on what was made before.
    """

    def __init__(self) -> None:
        self.lib = _library()
        self.ref: Handle = _spare().take() or _made() or 0
        if not self.ref:
            raise MemoryError
        self.lib.set_error_handler(self.ref, self.lib.ignore)
        self.true: Handle = self.lib.mk_true(self.ref)
        self.false: Handle = self.lib.mk_false(self.ref)
        self.bool_sort: Handle = self.lib.mk_bool_sort(self.ref)
        self.int_sort: Handle = self.lib.mk_int_sort(self.ref)
        self.real_sort: Handle = self.lib.mk_real_sort(self.ref)
        self._names = 0

    def close(self) -> None:
        """Free everything made in the context."""
        if self.ref:
            self.lib.del_context(self.ref)
            self.ref = 0
            _spare().prepare()

    def constant(self, sort: Handle) -> Handle:
        """A new constant; its name is a number, so no two are the same."""
        self._names += 1
        symbol = self.lib.mk_int_symbol(self.ref, self._names)
        term: Handle = self.lib.mk_const(self.ref, symbol, sort)
        return term

    def parameters(self, settings: dict[str, bool | int | str]) -> Handle:
        """A parameter set; free it with `params_dec_ref`."""
        params: Handle = self.lib.mk_params(self.ref)
        self.lib.params_inc_ref(self.ref, params)
        for name, value in settings.items():
            symbol = self.symbol(name)
            if isinstance(value, bool):
                self.lib.params_set_bool(self.ref, params, symbol, value)
            elif isinstance(value, int):
                self.lib.params_set_uint(self.ref, params, symbol, value)
            else:
                self.lib.params_set_symbol(self.ref, params, symbol, self.symbol(value))
        return params

    def symbol(self, name: str) -> Handle:
        """A name as Z3 takes it."""
        found: Handle = self.lib.mk_string_symbol(self.ref, name.encode())
        return found

    def work(self, statistics: Handle) -> int:
        """The work done in this context so far, in Z3's own unit (rlimit), as its statistics say."""
        self.lib.stats_inc_ref(self.ref, statistics)
        try:
            for i in range(self.lib.stats_size(self.ref, statistics)):
                if self.lib.stats_get_key(self.ref, statistics, i) == b"rlimit count":
                    found: int = self.lib.stats_get_uint_value(self.ref, statistics, i)
                    return found
        finally:
            self.lib.stats_dec_ref(self.ref, statistics)
        return 0

    def items(self, vector: Handle | None) -> list[Handle]:
        """The terms of a vector that Z3 gave back."""
        if vector is None:
            self.fail()
        self.lib.ast_vector_inc_ref(self.ref, vector)
        found = [
            self.lib.ast_vector_get(self.ref, vector, i) for i in range(self.lib.ast_vector_size(self.ref, vector))
        ]
        self.lib.ast_vector_dec_ref(self.ref, vector)
        return found

    def require(self, term: Handle | None) -> Handle:
        """The term, unless Z3 refused to make it. Raises EngineError with its reason."""
        if term is None:
            self.fail()
        return term  # type: ignore[return-value]

    def fail(self) -> None:
        """Raise EngineError with what Z3 says of the last call."""
        code = self.lib.get_error_code(self.ref)
        message = self.lib.get_error_msg(self.ref, code)
        raise EngineError(f"Z3 refused: {message.decode(errors='replace') if message else f'error {code}'}")
