"""Texts that exist in several languages: `{"en": …, "zh-hans": …, "pl": …}`."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

type Texts = Mapping[str, str]

_TAGS = {"zh-hans": "zh-Hans"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_POLISH = re.compile(r"[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]")


def in_language(texts: Texts | None, language: str | None = None) -> str:
    """The text in the reader's language, else in English, else in whatever there is."""
    if not texts:
        return ""
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return texts.get(wanted) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()))


def language_of(words: str, locale: str) -> str:
    """The tag of the language the words are in: what the script shows, else the writer's own."""
    if _CHINESE.search(words):
        return "zh-Hans"
    if _POLISH.search(words) or locale == "pl":
        return "pl"
    return "en"


def foreign(words: str, locale: str = "") -> str:
    """The tag of the words' language when it is not the page's, else ""; `locale` is their writer's, if known."""
    page = tag_of(get_language() or settings.LANGUAGE_CODE)
    language = language_of(words, locale or page) if words else page
    return "" if language == page else language


def tag_of(language: str) -> str:
    """One of our languages as browsers and screen readers call it, in the case that BCP 47 writes."""
    return _TAGS.get(language, language)


def between_sentences() -> str:
    """A space; nothing in Chinese, whose full stop brings its own air."""
    return "" if get_language() == "zh-hans" else " "


def validate_texts(value: object) -> None:
    languages = dict(settings.LANGUAGES)
    if not isinstance(value, dict) or not all(key in languages and isinstance(text, str) for key, text in value.items()):
        raise ValidationError(_("A text must be a map from language to words."))


class TranslatedField(models.JSONField):
    """A JSON map from language code to text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_texts]
