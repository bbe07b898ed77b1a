"""The house stands as it was drawn."""

import platform as standard_platform
import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.support import needed_by_python

ROOT = Path(__file__).resolve().parents[1]
ROOMS = sorted(path.parent.name for path in (ROOT / "platform").glob("*/__init__.py"))
OUTSIDE_ROOMS = ["cms", "rewards", "tasks_catalog"]
TOP_LEVEL = {
    *["CONTRIBUTING.md", "Makefile", "README.md", "cms", "deploy", "docs", "locale", "manage.py", "platform", "pyproject.toml"],
    *["requirements", "rewards", "static", "tasks_catalog", "templates", "tests"],
}
HOSTS = ("pypi", "python" + "hosted", "npmjs", "jsdelivr", "unpkg", "cdnjs", "googleapis", "registry")  # in halves: this file is read, too
REGISTRY = re.compile(rf"({'|'.join(HOSTS)})\.(org|com|net|io)")


def committed_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_platform_module_is_the_standard_librarys() -> None:
    assert Path(standard_platform.__file__).parent == Path(subprocess.__file__).parent
    assert not (ROOT / "platform" / "__init__.py").exists()


@pytest.mark.parametrize("room", [*ROOMS, *OUTSIDE_ROOMS])
def test_each_room_is_loaded_from_this_tree(room: str) -> None:
    loaded = Path(import_module(room).__file__ or "").parent
    assert loaded in {ROOT / room, ROOT / "platform" / room}


def test_every_room_is_behind_the_walls() -> None:
    walls = (ROOT / "pyproject.toml").read_text().partition("root_packages = [")[2].partition("]")[0]
    assert sorted(re.findall(r'"(\w+)"', walls)) == sorted([*ROOMS, *OUTSIDE_ROOMS])


def test_nothing_else_lies_at_the_top() -> None:
    top = {name.partition("/")[0] for name in committed_files()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


def test_no_tests_or_conftest_inside_the_rooms() -> None:
    assert [name for name in committed_files() if not name.startswith("tests/") and re.search(r"(^|/)(conftest|test_\w+)\.py$", name)] == []


def test_no_module_passes_300_lines() -> None:
    modules = [name for name in committed_files() if name.endswith(".py") and "/migrations/" not in name and not name.startswith("tests/")]
    modules.remove("platform/config/settings.py")  # every setting in one file
    long = {name: count for name in modules if (count := len((ROOT / name).read_text().splitlines())) > 300}
    assert long == {}


def test_no_committed_file_names_where_to_download() -> None:
    texts = [name for name in committed_files() if Path(name).suffix in {".py", ".txt", ".toml", ".html", ".js", ".css", ".cfg", ".md", ""}]
    assert [name for name in texts if REGISTRY.search((ROOT / name).read_text(errors="ignore"))] == []


def test_manage_py_finds_the_rooms_without_help() -> None:
    command = [sys.executable, "-c", "import manage, sys; sys.argv = ['manage.py', 'version']; manage.main(); import members"]
    assert subprocess.run(command, cwd=ROOT, env={"PATH": ""} | needed_by_python(), check=False, capture_output=True).returncode == 0


def our_views(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += our_views(entry)
        elif entry.callback.__module__.partition(".")[0] in {*ROOMS, *OUTSIDE_ROOMS}:
            found.append(entry)
    return found


def test_every_view_of_ours_declares_who_may_see_it() -> None:
    undeclared = [f"{entry.callback.__module__}.{entry.name}" for entry in our_views() if not hasattr(entry.callback, "policy")]
    assert undeclared == []


def test_every_room_is_installed_once() -> None:
    ours = [app for app in settings.INSTALLED_APPS if find_spec(app) and app in {*ROOMS, *OUTSIDE_ROOMS}]
    assert sorted(ours) == sorted({*ROOMS, *OUTSIDE_ROOMS} - {"config", "shared"})
