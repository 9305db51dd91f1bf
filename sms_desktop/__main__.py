"""Where the program starts: ``sms-desktop`` and ``python -m sms_desktop``."""

from __future__ import annotations

import sys

from sms_desktop.cli import run


def main() -> int:
    """Do what the command line says and give the exit code.

    Raises ``SystemExit`` for ``--help``, ``--version`` and a wrong command line, as argparse does.
    """
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
