"""Translations without the system's gettext: `python -m operations.translations [compile|check]`.

Texts are collected from Python and from Django's templates into `locale/`, with what is translated kept; a text that
changed counts as new, so nothing is ever shown in an old meaning.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "locale"
LANGUAGES = ["zh_Hans", "pl"]
TEMPLATES = {".html", ".txt", ".svg"}  # pages, letters, pictures
SOURCES = ["platform", "tasks_catalog", "rewards", "cms", "templates"]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def po_file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def collected() -> Catalog:
    """Every text that the code marks, with where it stands and what the code says to translators."""
    catalog = Catalog(project="Firsthand", charset="utf-8")
    for path in _files():
        source = path.read_text()
        where = path.relative_to(ROOT).as_posix()
        if path.suffix in TEMPLATES:
            # What is left of a template's indentation means nothing in Python, and would not parse
            source = "\n".join(line.strip() for line in templatize(source, origin=where).splitlines())
        for line, text, comments, context in extract("python", BytesIO(source.encode()), KEYWORDS, ("Translators:",)):
            catalog.add(text, None, [(where, line)], auto_comments=comments, context=context)
    return catalog


def _files() -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", *TEMPLATES} and "migrations" not in path.parts and path.is_file():
                yield path


def collect() -> None:
    """Bring the files of every language up to the code."""
    template = collected()
    for language in LANGUAGES:
        path = po_file(language)
        catalog = _read(language) if path.exists() else Catalog(locale=language, project="Firsthand", charset="utf-8")
        template.creation_date = catalog.creation_date
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.fuzzy = False
        catalog.header_comment = "# What Firsthand says, in another language. Collected by `make translations`."
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=140, sort_by_file=True, include_lineno=False)


def compile_all() -> None:
    """Write the .mo files that Django reads, where they are older than their source."""
    for language in LANGUAGES:
        source = po_file(language)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        scratch = target.with_suffix(".mo.new")
        with scratch.open("wb") as file:
            write_mo(file, _read(language))
        scratch.replace(target)


def problems() -> list[str]:
    """What keeps a language from being complete; empty when all is well."""
    template = collected()
    return [problem for language in LANGUAGES for problem in _problems_of(language, template)]


def _problems_of(language: str, template: Catalog) -> Iterator[str]:
    if not po_file(language).exists():
        yield f"{language}: there is no {po_file(language).relative_to(ROOT)}; run `make translations`"
        return
    catalog = _read(language)
    for wanted in template:
        if not wanted.id:
            continue
        found = catalog.get(wanted.id, wanted.context)
        name = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
        if found is None:
            yield f"{language}: missing: {name!r}"
        elif found.fuzzy:
            yield f"{language}: fuzzy: {name!r}"
        elif not found.string or not all(_strings(found)):
            yield f"{language}: untranslated: {name!r}"
        elif wrong := _wrong_placeholders(found):
            yield f"{language}: placeholders differ: {name!r} → {wrong!r}"


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _wrong_placeholders(message: Message) -> str | None:
    """A translation that names something else than its source; a plural form may leave the number out."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = set().union(*(_PLACEHOLDER.findall(text) for text in ids))
    needed = set.intersection(*(set(_PLACEHOLDER.findall(text)) for text in ids))
    for text in _strings(message):
        used = set(_PLACEHOLDER.findall(text))
        if used - allowed or needed - used:
            return text
    return None


def _read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def main(what: str) -> int:
    match what:
        case "compile":
            compile_all()
        case "check":
            found = problems()
            print("\n".join(found[:40]))
            print(f"{len(found)} texts are not ready." if found else "Every text is translated.")
            return 1 if found else 0
        case _:
            collect()
            compile_all()
            print("\n".join(f"{language}: {_count(language)} texts left to translate" for language in LANGUAGES))
    return 0


def _count(language: str) -> int:
    return sum(1 for message in _read(language) if message.id and not all(_strings(message) or [""]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "collect"))
