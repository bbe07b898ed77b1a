"""Words that we say for Wagtail: only those that it has, and lacks in one of our languages."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import wagtail
import wagtail_localize
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from cms.wagtail_words import BETTER, COUNTED, WORDS
from operations import translations

APPS = [Path(app.__file__).parent for app in (wagtail, wagtail_localize)]
SAME_MEANING = {
    "Account", "Add", "Add a group", "All", "App", "Approve", "Approve with comment", "Approved", "Back", "Cancelled", "Caption", "Change",
    "Clear", "Copied", "Copy", "Filter", "From", "Import", "Move down", "Move up", "Name", "Newest", "Next", "None", "Number", "Owner",
    "Previous", "Reject", "Rejected", "Rename", "Request changes", "Source", "Status", "Summary", "Tag", "To",
}  # fmt: skip
OURS: list[str | tuple[str, str]] = [*WORDS, *COUNTED]


@cache
def theirs(language: str) -> list[Catalog]:
    found = []
    for app in APPS:
        for path in sorted(app.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
            with path.open("rb") as file:
                found.append(read_po(file, locale=language))
    return found


def says(text: Any, language: str) -> bool:
    messages = [message for catalog in theirs(language) if (message := catalog.get(text)) is not None and not message.fuzzy]
    return any(message.string and all([message.string] if isinstance(message.string, str) else message.string) for message in messages)


def test_wagtail_says_each_of_them_in_english() -> None:
    known = {message.id for catalog in theirs("en") for message in catalog}

    assert [text for text in [*OURS, *BETTER] if text not in known] == []


def test_wagtail_lacks_each_of_them_in_one_of_our_languages() -> None:
    assert [text for text in OURS if says(text, "zh_Hans") and says(text, "pl")] == []


@pytest.mark.parametrize("language", ["zh_Hans", "pl"])
def test_wagtail_says_other_things_in_our_languages(language: str) -> None:
    assert says("Publish", language)


@cache
def ours(language: str) -> dict[Any, Any]:
    with (translations.LOCALES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=language) if not message.context}


def test_what_we_say_better_is_said_otherwise_than_by_wagtail() -> None:
    same = {message.id for catalog in theirs("pl") for message in catalog if message.string == ours("pl").get(message.id)}

    assert [text for text in BETTER if text in same or not says(text, "pl")] == []


def overruled(language: str) -> set[str]:
    """Texts that Wagtail says in this language and that our catalogue, which is asked first, says otherwise without meaning to."""
    meant = {*OURS, *BETTER}
    said = [message for catalog in theirs(language) for message in catalog if message.string and not message.context]
    return {
        message.id
        for message in said
        if isinstance(message.id, str)
        and message.id
        and message.id not in meant
        and ours(language).get(message.id, message.string) != message.string
    }


def test_no_word_of_ours_means_something_else_in_wagtails_place() -> None:
    """A word that does gets a context of its own where we say it: `pgettext("letters", "Type")`."""
    assert (overruled("zh_Hans") | overruled("pl")) - SAME_MEANING == set()


def left_in_english(ours: list[str | tuple[str, str]], language: str) -> list[str]:
    """What wagtail-localize says to managers and neither it nor we say in their language."""
    with (APPS[1] / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        asked = [message.id for message in read_po(file, locale="en") if message.id]
    return [str(text) for text in asked if text not in ours and not says(text, language)]


@pytest.mark.parametrize("language", ["zh_Hans", "pl"])
def test_no_text_about_translations_is_left_in_english(language: str) -> None:
    assert left_in_english(OURS, language) == []
    assert left_in_english([], language) != []
