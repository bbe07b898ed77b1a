"""Run a program as somebody else: `python step_down.py UID GID reach|plain PROGRAM ARGUMENTS…`.

PostgreSQL refuses to run as root. `reach` leaves the program one of root's powers, passing folders that are closed to
others (a checkout under /root). Run as a file of its own, so it imports nothing of ours.
"""

import ctypes
import os
import sys

_PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 8, 47, 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def step_down(user: int, group: int, *, reach: bool) -> None:
    """Become the user for good; with `reach`, keep what opens closed folders, over exec too."""
    libc = ctypes.CDLL(None, use_errno=True)
    if reach:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    if reach:
        bit = 1 << _CAP_DAC_OVERRIDE
        libc.capset(ctypes.byref(_Header(_CAPABILITY_VERSION_3, 0)), (_Sets * 2)(_Sets(bit, bit, bit), _Sets(0, 0, 0)))
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


if __name__ == "__main__":
    step_down(int(sys.argv[1]), int(sys.argv[2]), reach=sys.argv[3] == "reach")
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606
