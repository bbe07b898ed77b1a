"""What Wagtail's scripts say to a manager, in the manager's language."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import wagtail.admin
import wagtail_localize
from babel.messages.pofile import read_po
from django.test import Client
from wagtail.users.models import UserProfile

from cms.wagtail_words import SCRIPT_COUNTED, SCRIPT_WORDS, scripts
from members.models import Member

pytestmark = pytest.mark.django_db

APPS = {"/manage/jsi18n/": wagtail.admin, "/manage/localize/jsi18n/": wagtail_localize}
LANGUAGES = ["zh-hans", "pl"]
ALIKE = {"%(time_zone_option)s: %(localized_time_zone_label)s"}  # in every language: no word in it


def first(text: Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]


def texts_of(address: str) -> Iterator[str]:
    """What the installed release says in English; its rules of dates are no texts."""
    with (Path(str(APPS[address].__file__)).parent / "locale/en/LC_MESSAGES/djangojs.po").open("rb") as file:
        yield from (first(message.id) for message in read_po(file, locale="en") if message.id)


def carried(client: Client, member: Member, address: str, language: str) -> dict[str, str | list[str]]:
    """The catalogue that the browser of a manager with this language loads."""
    UserProfile.objects.update_or_create(user=member, defaults={"preferred_language": language})
    script = client.get(address).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)
    return json.loads(found[1]) if found else {}


def left_in_english(client: Client, member: Member, address: str, language: str) -> list[str]:
    said = carried(client, member, address, language)
    return [text for text in texts_of(address) if text not in said and text not in ALIKE]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", APPS)
def test_no_text_of_a_script_is_left_in_english(bea_at_desk: Client, bea: Member, address: str, language: str) -> None:
    assert left_in_english(bea_at_desk, bea, address, language) == []


@pytest.mark.parametrize("address", APPS)
def test_without_our_words_some_are_left_in_english(
    bea_at_desk: Client, bea: Member, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts, "SCRIPT_WORDS", ())

    assert left_in_english(bea_at_desk, bea, address, "zh-hans") != []


@pytest.mark.parametrize("address", APPS)
def test_a_manager_with_english_reads_wagtails_english(bea_at_desk: Client, bea: Member, address: str) -> None:
    assert carried(bea_at_desk, bea, address, "en").keys().isdisjoint(texts_of(address))


def test_what_is_counted_has_a_form_for_every_count(bea_at_desk: Client, bea: Member) -> None:
    said = {language: carried(bea_at_desk, bea, "/manage/jsi18n/", language)["%(num)s error"] for language in LANGUAGES}

    assert {language: len(forms) for language, forms in said.items()} == {"zh-hans": 1, "pl": 4}
    assert all(form and "error" not in form for forms in said.values() for form in forms)


def test_we_say_only_what_wagtails_scripts_say(bea_at_desk: Client) -> None:
    known = {text for address in APPS for text in texts_of(address)}

    assert {*map(first, [*SCRIPT_WORDS, *SCRIPT_COUNTED])} <= known


def test_wagtail_lacks_each_of_them_in_one_of_our_languages(bea_at_desk: Client, bea: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {first(text) for text in (*SCRIPT_WORDS, *SCRIPT_COUNTED)}
    monkeypatch.setattr(scripts, "SCRIPT_WORDS", ())
    monkeypatch.setattr(scripts, "SCRIPT_COUNTED", ())
    lacked = {text for address in APPS for language in LANGUAGES for text in left_in_english(bea_at_desk, bea, address, language)}

    assert ours - lacked == set()
