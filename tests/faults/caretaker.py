"""Ends what a house started if the tests that hold it die without a word: `python caretaker.py`, told line by line.

`group 12` and `folder /x` are remembered, `gone 12` is forgotten; when the line ends without `all is well`, the groups are killed and the
folder goes.
"""

import os
import shutil
import signal
import sys
from contextlib import suppress


def main() -> None:
    groups, folders = dict[int, None](), list[str]()
    for line in sys.stdin:
        what, _, which = line.strip().partition(" ")
        if what == "group":
            groups[int(which)] = None
        elif what == "gone":
            groups.pop(int(which), None)
        elif what == "folder":
            folders.append(which)
        else:
            return
    for group in reversed(groups):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    main()
