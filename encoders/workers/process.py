"""One worker as its parent sees it: a process, the lines to and from it, its memory, and how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from encoders.errors import UnsupportedError
from encoders.workers.messages import line_of, message_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from encoders.workers.messages import Message

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PIECE = 1 << 20


class Process:
    """A worker's process. It never blocks: what cannot be written now waits in `unsent`. Raises UnsupportedError off POSIX."""

    def __init__(self) -> None:
        if os.name != "posix":
            raise UnsupportedError("workers need a POSIX system; solve in this process (no race, no memory limit)")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder for folder in sys.path if folder])}
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "encoders.workers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            process_group=0,  # Ctrl-C in the terminal reaches the parent alone
            bufsize=0,
        )
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self.sink, self.source = self._popen.stdin.fileno(), self._popen.stdout.fileno()
        os.set_blocking(self.sink, False)
        os.set_blocking(self.source, False)
        self.pid = self._popen.pid
        self._since = time.monotonic()
        self.alive = True
        self.asked = self.answered = 0
        """Numbers of the last message that wants an answer, and of the last that has got one; answers come in order."""
        self.most = 0
        """The most memory it was seen to use, in bytes."""
        self._unsent = bytearray()
        self._pieces: list[bytes] = []

    # ---------------------------------------------------------------- lines

    @property
    def unsent(self) -> bool:
        """Whether something waits to be written."""
        return self.alive and bool(self._unsent)

    @property
    def quiet(self) -> bool:
        """Whether it has answered everything."""
        return self.answered == self.asked

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message that needs no answer."""
        self._unsent += line_of(message)
        self.flush()

    def ask(self, message: Mapping[str, Any]) -> int:
        """Send a message that will be answered; gives its number."""
        self.asked += 1
        self.send({**message, "number": self.asked})
        return self.asked

    def urge(self, what: str, message: Mapping[str, Any]) -> None:
        """Send a message about the last question, which the worker takes at once."""
        if not self.quiet:
            self.send({"now": what, **message, "number": self.asked})

    def flush(self) -> None:
        """Write as much as fits."""
        try:
            while self.alive and self._unsent:
                del self._unsent[: os.write(self.sink, self._unsent[:_PIECE])]
        except BlockingIOError:
            return
        except OSError:
            self.alive = False

    def receive(self) -> list[Message]:
        """Every whole message that is there; `alive` is false once there can be no more."""
        found: list[Message] = []
        while self.alive:
            try:
                piece = os.read(self.source, _PIECE)
            except BlockingIOError:
                break
            except OSError:
                piece = b""
            if not piece:
                self.alive = False
                break
            self._pieces.append(piece)
            if b"\n" in piece:
                *whole, rest = b"".join(self._pieces).split(b"\n")
                self._pieces = [rest]
                found += [message_in(line) for line in whole]
        for message in found:
            if message["is"] != "news":
                self.answered = max(self.answered, message["number"])
        return found

    # ---------------------------------------------------------------- memory and end

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._since

    def memory(self) -> int:
        """Bytes of memory in use now (resident); 0 where the system does not say."""
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as file:
                used = int(file.read().split()[1]) * _PAGE
        except (OSError, IndexError, ValueError):
            return 0
        self.most = max(self.most, used)
        return used

    def worked(self) -> float:
        """Seconds of processor time so far; on a system that does not say, seconds on the clock."""
        try:
            with open(f"/proc/{self.pid}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def kill(self) -> None:
        """End the process and give everything back; nothing happens the second time."""
        self.alive = False
        if self._popen.poll() is None:
            self._popen.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def bury(self) -> int:
        """Wait for the end of a process that closed its pipe; gives the signal that ended it, 0 where none did."""
        try:
            code = self._popen.wait(timeout=1)
        except subprocess.TimeoutExpired:
            code = 0
        self.kill()
        return max(0, -code)

    def last_words(self) -> str:
        """The last line it wrote on stderr."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def close(self) -> None:
        """Kill it and forget what it said."""
        self.kill()
        self._errors.close()


def machine_memory() -> int:
    """Bytes of memory of this machine."""
    return os.sysconf("SC_PHYS_PAGES") * _PAGE


def signal_name(number: int) -> str:
    """The name of a signal."""
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
