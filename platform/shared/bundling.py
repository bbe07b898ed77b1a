"""Our ES modules and style sheets, joined: a page asks for one file where its author wrote twenty.

The modules stay as they are written, and are served so while somebody develops. What is collected for production under the name of
an entry (a module that no other one imports) holds every module it needs, each in a function of its own. What `js/app.js` holds is on
every page already: other bundles take it from there, so that nothing listens twice. A sheet that imports sheets beside it holds them.
Only the forms that we write are understood; any other is refused when files are collected, never on a phone.
See `docs/adr/0004-modules-are-joined-when-collected.md`.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

SHELL = "js/app.js"

_IMPORT = re.compile(r'^import (?:\{(?P<names>[\w\s,]+)\} from )?"(?P<path>\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|class (\w+)|const (\w+) =)", re.MULTILINE)
_NOT_UNDERSTOOD = re.compile(r"^(?:export\b|import\b(?!\()).*$", re.MULTILINE)
_WAITS = re.compile(r"^(?:await\b|(?:const|let) [^=]*= await\b)", re.MULTILINE)


_SHEET = re.compile(r'^@import "(?P<path>[\w./-]+\.css)";\n', re.MULTILINE)


class NotBundled(ValueError):
    """A module is written in a way that cannot be joined."""


def bundles(modules: Mapping[str, str]) -> dict[str, str]:
    """The joined text of every entry that imports something, by name, from the text of all modules by name."""
    needs = {name: _imports(name, text) for name, text in modules.items()}
    shared = _in_order(SHELL, needs)[:-1] if SHELL in modules else []
    imported = {need for wanted in needs.values() for need in wanted}
    entries = [name for name in modules if needs[name] and (name == SHELL or name not in imported)]
    return {entry: _joined(entry, modules, needs, [] if entry == SHELL else shared) for entry in entries}


def sheets(texts: Mapping[str, str]) -> dict[str, str]:
    """The joined text of every style sheet that imports others, by name, from the text of all by name."""

    def whole(name: str, above: tuple[str, ...] = ()) -> str:
        if name in above or name not in texts:
            raise NotBundled(f"{above[-1]} imports {name}, which {'imports it, too' if name in above else 'is not there'}.")
        return _SHEET.sub(lambda found: whole(_resolved(name, found["path"]), (*above, name)), texts[name])

    return {name: whole(name) for name, text in texts.items() if _SHEET.search(text)}


def _joined(entry: str, modules: Mapping[str, str], needs: Mapping[str, list[str]], shared: list[str]) -> str:
    order = _in_order(entry, needs)
    taken = [_variable(name) for name in order if name in shared]
    way = posixpath.relpath(SHELL, posixpath.dirname(entry))
    shell = way if way.startswith("../") else f"./{way}"
    head = f'import {{ {", ".join(taken)} }} from "{shell}";\n' if taken else ""
    parts = [_enclosed(name, modules[name]) for name in order[:-1] if name not in shared]
    given = ", ".join(_variable(name) for name in order[:-1])
    tail = f"export {{ {given} }};\n" if entry == SHELL else ""
    return head + "".join(parts) + _body(entry, modules[entry])[0] + tail


def _enclosed(name: str, text: str) -> str:
    body, exports = _body(name, text)
    if _WAITS.search(body):
        raise NotBundled(f"{name} waits while it is loaded; only an entry, which nobody imports, may.")
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(exports)} }};\n}})();\n"


def _body(name: str, text: str) -> tuple[str, list[str]]:
    """The module's text with its imports taken from the modules before it, and the names that it exports."""
    exports = [next(filter(None, found.groups())) for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(_taken_from(name), text))
    if lost := _NOT_UNDERSTOOD.search(body):
        raise NotBundled(f'{name}: “{lost[0]}” cannot be joined. Write `import {{ a, b }} from "./x.js";` and `export function a`.')
    return body, exports


def _taken_from(name: str) -> Callable[[re.Match[str]], str]:
    def rewrite(found: re.Match[str]) -> str:
        names = " ".join((found["names"] or "").split()).replace(" as ", ": ")
        return f"const {{ {names} }} = {_variable(_resolved(name, found['path']))};\n" if names else ""

    return rewrite


def _imports(name: str, text: str) -> list[str]:
    return [_resolved(name, found["path"]) for found in _IMPORT.finditer(text)]


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removeprefix("js/").removesuffix(".js"))


def _in_order(entry: str, needs: Mapping[str, list[str]]) -> list[str]:
    """All that the entry needs, each after what it needs itself; the entry last."""
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> Iterator[str]:
        if name in above:
            raise NotBundled(f"Modules import each other in a circle: {' → '.join([*above, name])}.")
        if name not in needs:
            raise NotBundled(f"{above[-1]} imports {name}, which is not there.")
        for need in needs[name]:
            yield from visit(need, (*above, name))
        if name not in done:
            done.append(name)
            yield name

    return list(visit(entry, ()))
