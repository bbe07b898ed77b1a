"""Texts in every language, side by side."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from wagtail import blocks

CHILD_OF_LANGUAGE = {code: code.replace("-", "_") for code, _name in settings.LANGUAGES}


class TranslatedTextBlock(blocks.StructBlock):
    """One text in every language, side by side; what may stay empty is judged when the brief is compiled."""

    def __init__(self, local_blocks: Any = None, *, long: bool = False, **kwargs: Any) -> None:
        options: dict[str, Any] = {"rows": 2} if long else {}
        make = blocks.TextBlock if long else blocks.CharBlock
        languages = [(CHILD_OF_LANGUAGE[code], make(required=False, label=name, **options)) for code, name in settings.LANGUAGES]
        super().__init__(local_blocks or languages, **kwargs)

    class Meta:
        form_classname = "struct-block fh-languages"
        icon = "globe"


def texts_of(value: Mapping[str, str] | None) -> dict[str, str]:
    """What was written, by language code."""
    return {code: value[child].strip() for code, child in CHILD_OF_LANGUAGE.items() if (value.get(child) or "").strip()} if value else {}


def texts_for_block(texts: Mapping[str, str]) -> dict[str, str]:
    return {child: texts.get(code, "") for code, child in CHILD_OF_LANGUAGE.items()}
