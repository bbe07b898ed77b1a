"""Texts in every language, side by side."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

CHILD_OF_LANGUAGE = {code: code.replace("-", "_") for code, _name in settings.LANGUAGES}


class LanguagesWidget(forms.MultiWidget):
    """One input for each language; its value is a dict by child name."""

    show_add_comment_button = False

    def __init__(self, attrs: dict[str, Any] | None = None, *, long: bool = False) -> None:
        make = forms.Textarea if long else forms.TextInput
        rows = {"rows": 2} if long else {}
        inputs = {code: make({"lang": code, "placeholder": name, "aria-label": name, **rows}) for code, name in settings.LANGUAGES}
        super().__init__([*inputs.values()], attrs)
        self.widgets_names = [f"-{CHILD_OF_LANGUAGE[code]}" for code in inputs]

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        return [(value or {}).get(child) or "" for child in CHILD_OF_LANGUAGE.values()]

    def format_value(self, value: Any) -> dict[str, str]:
        return dict(zip(CHILD_OF_LANGUAGE.values(), self.decompress(value), strict=True))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        return {child: data.get(f"{name}-{child}") or "" for child in CHILD_OF_LANGUAGE.values()}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html('<div class="fh-languages">{}</div>', super().render(name, value, attrs, renderer))


class LanguagesAdapter(WidgetAdapter):
    js_constructor = "fh.widgets.Languages"

    @cached_property
    def media(self) -> forms.Media:  # not while this is loaded: the addresses are known only once static files are collected
        return WidgetAdapter().media + forms.Media(js=["js/author/languages.js"])


register(LanguagesAdapter(), LanguagesWidget)


class LanguagesField(forms.Field):
    def to_python(self, value: Any) -> dict[str, str]:
        return {child: str((value or {}).get(child) or "").strip() for child in CHILD_OF_LANGUAGE.values()}


class TranslatedTextBlock(blocks.FieldBlock):
    """One text in every language, side by side; what may stay empty is judged when the brief is compiled."""

    def __init__(self, *, long: bool = False, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        del required  # judged later; taken so that a migration may say it
        self.long = long
        self.field = LanguagesField(required=False, help_text=help_text, widget=LanguagesWidget(long=long))
        super().__init__(**kwargs)

    def get_default(self) -> dict[str, str]:
        return self.normalize(super().get_default())

    def normalize(self, value: Any) -> dict[str, str]:
        return LanguagesField().to_python(value)

    def to_python(self, value: Any) -> dict[str, str]:
        return self.normalize(value)

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        return [self.normalize(value) for value in values]

    def get_searchable_content(self, value: Any) -> list[str]:
        return [text for text in (value or {}).values() if text]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """What is stored is a struct of three texts, whatever draws it in the editor: so migrations know it as one."""
        make, options = (blocks.TextBlock, {"rows": 2}) if self.long else (blocks.CharBlock, {})
        children = [(CHILD_OF_LANGUAGE[code], make(required=False, label=name, **options)) for code, name in settings.LANGUAGES]
        return "wagtail.blocks.StructBlock", [children], dict(self._constructor_kwargs)

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        path, (children,), kwargs = self.deconstruct()
        return path, [[(name, lookup.add_block(child)) for name, child in children]], kwargs

    @property
    def _constructor_kwargs(self) -> dict[str, Any]:
        return {key: value for key, value in self._constructor_args[1].items() if key != "long"}

    class Meta:
        icon = "globe"


def texts_of(value: Mapping[str, str] | None) -> dict[str, str]:
    """What was written, by language code."""
    return {code: value[child].strip() for code, child in CHILD_OF_LANGUAGE.items() if (value.get(child) or "").strip()} if value else {}


def texts_for_block(texts: Mapping[str, str]) -> dict[str, str]:
    return {child: texts.get(code, "") for code, child in CHILD_OF_LANGUAGE.items()}
