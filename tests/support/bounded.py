"""The command in a process of its own with little memory and time: what hostile input may cost, measured.

ended = bounded(["solve", "problem.yaml", "--json"])
ended.code, ended.out, ended.err, ended.answer, ended.seconds, ended.megabytes
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_SECONDS, MOST_MEGABYTES = 30, 1_000
_ADDRESSES = 6 * 10**9
"""Bytes that the process may map; libraries of solvers map far more than they use, so what is used is measured beside it."""


@dataclass(frozen=True)
class Ended:
    """How a process ended. `seconds` are of the processor, `megabytes` the most that it used."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def answer(self):
        """The Answer on stdout."""
        return json.loads(self.out)

    @property
    def both(self):
        """Everything that was shown."""
        return self.out + self.err


def _limit():
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * MOST_SECONDS, 2 * MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bounded(arguments, *, environment=None, given="", module="planner.cli", folder=None):
    """Run the command (or another module) within the limits; what it shows goes into files, so nothing fills up."""
    known = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    home = tempfile.mkdtemp(prefix="planproof-home-")
    known |= {"HOME": home, "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            env={**known, **(environment or {})},
            cwd=folder or home,
            preexec_fn=_limit,
        )
        process.stdin.write(given.encode())
        process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        shown = []
        for stream in (out, err):
            stream.seek(0)
            shown.append(stream.read().decode("utf-8", "replace"))
    return Ended(process.returncode, *shown, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def require_harmless(ended, codes=(2,), *, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES, shown=20_000):
    """A documented exit code, a sentence and no traceback, within bounds."""
    assert "Traceback" not in ended.both, ended.both[-2_000:]
    assert "defect of Planproof" not in ended.both, ended.both[-2_000:]
    assert ended.code in codes, (ended.code, ended.both[-1_000:])
    assert ended.seconds < seconds, ended.seconds
    assert ended.megabytes < megabytes, ended.megabytes
    assert len(ended.both) < shown, len(ended.both)
    assert ended.both.strip()
