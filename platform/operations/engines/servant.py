"""Who runs the engines: ourselves, or, when we are root, somebody who is not."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_STEP_DOWN = Path(__file__).with_name("step_down.py")


@dataclass(frozen=True)
class Servant:
    """`user` is None when the engines run as whoever calls."""

    user: pwd.struct_passwd | None = None
    reach: bool = False

    def command(self, program: Path, *arguments: str) -> list[str]:
        if self.user is None:
            return [str(program), *arguments]
        way = "reach" if self.reach else "plain"
        return [sys.executable, "-I", str(_STEP_DOWN), str(self.user.pw_uid), str(self.user.pw_gid), way, str(program), *arguments]

    def own(self, folder: Path) -> None:
        """Make the folder, and hand it to the servant with all that is in it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user is None or folder.stat().st_uid == self.user.pw_uid:
            return
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def can_run(self, program: Path, folder: Path) -> bool:
        """Whether the servant gets as far as the program, and into the folder."""
        if self.user is None:
            return True
        trials = [self.command(program, "--version"), self.command(Path(shutil.which("ls") or "/bin/ls"), str(folder))]
        return all(subprocess.run(trial, capture_output=True, check=False).returncode == 0 for trial in trials)


def find_servant(*, program: Path, folder: Path) -> Servant | None:
    """Somebody who can run the program on the folder; None when root has nobody who gets there."""
    if os.geteuid() != 0:
        return Servant()
    user = _unprivileged(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return next((servant for servant in (Servant(user), Servant(user, reach=True)) if servant.can_run(program, folder)), None)


def _unprivileged(folder: Path) -> pwd.struct_passwd:
    """The checkout's owner if that is a person, so that they can go on with the same data; else nobody."""
    nearest = next(path for path in [folder, *folder.parents] if path.exists())
    try:
        owner = pwd.getpwuid(nearest.stat().st_uid)
    except KeyError:
        return pwd.getpwnam("nobody")
    return owner if owner.pw_uid != 0 else pwd.getpwnam("nobody")
