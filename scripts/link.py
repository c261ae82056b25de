"""Makes this checkout importable in the environment that runs it, and puts `koploper` on its path.

The same as an editable install, without fetching a build backend that no lock file pins.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

COMMAND = """#!{python}
import sys

from bot.cli import main

sys.exit(main())
"""


def main() -> None:
    """Write one .pth file and one command; doing it again changes nothing."""
    checkout = Path(__file__).resolve().parent.parent
    Path(sysconfig.get_path("purelib"), "koploper.pth").write_text(f"{checkout}\n")
    command = Path(sysconfig.get_path("scripts"), "koploper")
    command.write_text(COMMAND.format(python=sys.executable))
    command.chmod(0o755)


if __name__ == "__main__":
    main()
