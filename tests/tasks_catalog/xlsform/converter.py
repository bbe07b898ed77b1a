"""What other tools convert forms with, in an environment of its own: its pins are not ours."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "var" / "xlsform"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = ROOT / "requirements" / "xlsform.txt"

CONVERT = """
import json, pathlib, sys
from pyxform.xls2xform import convert
told = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    try:
        found = convert(str(path), validate=False)
        told[path.stem] = {"error": "", "warnings": found.warnings, "xform": found.xform}
        path.with_suffix(".xml").write_text(found.xform)
    except Exception as error:
        told[path.stem] = {"error": f"{type(error).__name__}: {error}", "warnings": [], "xform": ""}
print(json.dumps(told))
"""


def converted(folder: Path) -> dict[str, dict[str, str]]:
    """By file: the error or none, the warnings, and the XForm."""
    FOLDER.parent.mkdir(exist_ok=True)
    with FOLDER.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # one test process makes it, the others wait
        installed = _is_installed()
    if not installed:
        if os.environ.get("CI") == "true":
            pytest.fail("pyxform cannot be installed from requirements/xlsform.txt.")
        pytest.skip("pyxform cannot be had just now (requirements/xlsform.txt).")
    done = subprocess.run([PYTHON, "-c", CONVERT, str(folder)], capture_output=True, check=True, env={"PATH": os.defpath})
    told: dict[str, dict[str, str]] = json.loads(done.stdout)
    return told


def refused_by_odk_validate(folder: Path) -> dict[str, str]:
    """What ODK's own engine says against the XForms that were converted in this folder; empty when it takes them all."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("ODK Validate needs Java, and there is none on this machine.")
    (jar,) = FOLDER.rglob("ODK_Validate.jar")
    forms = [str(path) for path in sorted(folder.glob("*.xml"))]
    command = [java, "-Djava.awt.headless=true", "-jar", str(jar), *forms]
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout
    by_form, _, failed = said.partition("The following files failed validation:")
    judged = {Path(path.strip()).stem: words for path, _, words in (part.partition("\n") for part in by_form.split("Validating: ")[1:])}
    assert len(judged) == len(forms), said
    return {name: words for name, words in judged.items() if "Xform is valid!" not in words or f"{name}.xml" in failed}


def _is_installed() -> bool:
    stamp, wanted = FOLDER / "installed", hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return True
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    packages = ["--quiet", "--require-hashes", "-r", str(REQUIREMENTS)]
    ways = [["uv", "pip", "install", "--python", str(PYTHON), *packages], [str(PYTHON), "-m", "pip", "install", *packages]]
    if not any(shutil.which(way[0]) and subprocess.run(way, capture_output=True, check=False).returncode == 0 for way in ways):
        return False
    stamp.write_text(wanted)
    return True
