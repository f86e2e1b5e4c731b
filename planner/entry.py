"""The entry point of the command `planproof`: as small as can be, so that Ctrl-C finds somebody who answers it from the start."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command; Ctrl-C while it is still being loaded ends it with a word and exit code 130, as it does later."""
    try:
        from planner.cli import main as run
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if "--json" in sys.argv:
            sys.stdout.write(
                '{"schema": 1, "status": "error", "error": '
                '{"kind": "input", "says": "Interrupted before there was an answer.", "where": ""}}\n'
            )
        else:
            sys.stderr.write("Interrupted.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
