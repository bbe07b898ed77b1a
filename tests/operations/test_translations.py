from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from operations import translations


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with texts in Python and in a template."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "LOCALES", tmp_path / "locale")
    monkeypatch.setattr(translations, "LANGUAGES", ["pl"])
    (tmp_path / "cms").mkdir()
    (tmp_path / "cms" / "words.py").write_text(
        "a = _('Hello')\nb = ngettext('%(n)s seat', '%(n)s seats', n)\nc = pgettext('month', 'May')\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}\n  <p>\n {% translate 'Hidden' %}</p>\n"
        "      {% blocktranslate count n=n %}{{ n }} task{% plural %}{{ n }} tasks{% endblocktranslate %}\n"
    )
    return tmp_path


def write(catalog: Catalog) -> None:
    with translations.po_file("pl").open("wb") as file:
        write_po(file, catalog)


def test_texts_of_letters_are_collected_too(house: Path) -> None:
    (house / "templates" / "letter.txt").write_text("{% load i18n %}{% blocktranslate %}Your code is {{ code }}{% endblocktranslate %}\n")

    assert "Your code is %(code)s" in {message.id for message in translations.collected()}


def test_texts_of_code_and_templates_are_collected(house: Path) -> None:
    found = {(message.id, message.context) for message in translations.collected() if message.id}
    assert found == {
        ("Hello", None),
        (("%(n)s seat", "%(n)s seats"), None),
        ("May", "month"),
        ("Hidden", None),
        (("%(n)s task", "%(n)s tasks"), None),
    }


def test_what_is_translated_is_kept(house: Path) -> None:
    translations.collect()
    catalog = translations._read("pl")
    catalog["Hello"].string = "Dzień dobry"
    write(catalog)
    translations.collect()
    assert translations._read("pl")["Hello"].string == "Dzień dobry"
    assert len(translations.problems()) == 4


def test_other_placeholders_are_found(house: Path) -> None:
    translations.collect()
    catalog = translations._read("pl")
    catalog["%(n)s seat"].string = ("%(n)s miejsce", "%(m)s miejsca", "%(n)s miejsc")
    write(catalog)
    assert any("placeholders differ" in problem for problem in translations.problems())


def test_a_doubtful_translation_is_not_enough(house: Path) -> None:
    translations.collect()
    catalog = translations._read("pl")
    catalog["Hello"].string = "Dzień dobry"
    catalog["Hello"].flags.add("fuzzy")
    write(catalog)
    assert any("fuzzy" in problem for problem in translations.problems())


def test_what_django_reads_is_compiled_once(house: Path) -> None:
    translations.collect()
    translations.compile_all()
    compiled = translations.po_file("pl").with_suffix(".mo")
    before = compiled.stat().st_mtime_ns
    translations.compile_all()
    assert compiled.stat().st_mtime_ns == before
