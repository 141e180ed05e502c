"""The script that PyInstaller packs into a program: see .github/workflows/release.yml.

Where gkplan starts a process of its own, with limits, it calls ``sys.executable`` as the
interpreter that it is elsewhere: ``-I … -c SCRIPT ARGUMENT…``. This program then does the same.
"""

import sys

from gkplan.__main__ import main

if sys.argv[1:2] == ["-I"] and "-c" in sys.argv:
    _, script, *arguments = sys.argv[sys.argv.index("-c") :]
    sys.argv = ["-c", *arguments]
    exec(script, {"__name__": "__main__"})  # noqa: S102  (whoever starts this program wrote it)
else:
    main()
