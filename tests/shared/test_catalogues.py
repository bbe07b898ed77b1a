"""Translations of all apps lie together."""

import pytest
from django.utils.translation import ngettext, override
from django.utils.translation.trans_real import translation


@pytest.mark.parametrize("language", ["en", "zh-hans", "pl"])
def test_a_word_is_looked_for_in_few_places(language: str) -> None:
    assert len(translation(language)._catalog._catalogs) <= 3  # type: ignore[attr-defined]


# Django's own words, which are there without anything being compiled.
@pytest.mark.parametrize(("count", "words"), [(1, "1 dzień"), (2, "2 dni"), (5, "5 dni")])
def test_plurals_are_those_of_the_language(count: int, words: str) -> None:
    with override("pl"):
        assert ngettext("%(num)d day", "%(num)d days", count) % {"num": count} == words
