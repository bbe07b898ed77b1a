"""Static files as they are served: hashed and compressed, which takes seconds, so only when one changed."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping

from operations.demo.places import ROOT, VAR


def collect_static(environment: Mapping[str, str]) -> str:
    """What went wrong, if anything did."""
    facts = [f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns}" for path in sorted((ROOT / "static").rglob("*")) if path.is_file()]
    facts.append((ROOT / "requirements" / "dev.txt").read_text())
    state = hashlib.sha256("\n".join(facts).encode()).hexdigest()
    stamp = VAR / "static-collected"
    if stamp.exists() and stamp.read_text() == state and (VAR / "static").exists():
        return ""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"{done.stdout[-2000:]}{done.stderr[-4000:]}"
    stamp.write_text(state)
    return ""
