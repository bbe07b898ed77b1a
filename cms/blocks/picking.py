"""What is picked from the page itself, live in the browser: conditions, scenarios, what a calculation counts (static/js/author)."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import blocks

from cms.choices import touchpoints


class PickWidget(forms.HiddenInput):
    """A hidden input in an element of ours, which draws the lists to pick from and keeps the JSON in the input."""

    show_add_comment_button = False

    def __init__(self, element: str, attrs: dict[str, Any] | None = None, *, about_itself: bool = False) -> None:
        super().__init__(attrs)
        self.element, self.about_itself = element, about_itself

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = SafeString(" data-itself") if self.about_itself else ""
        inside = super().render(name, value, attrs, renderer)
        return format_html("<{}{} class='fh-pick'>{}</{}>", SafeString(self.element), own, inside, SafeString(self.element))


def _is_json(text: str) -> None:
    try:
        json.loads(text)
    except ValueError as trouble:
        raise ValidationError(_("This could not be read. Pick it anew.")) from trouble


class PickedBlock(blocks.FieldBlock):
    """JSON that nobody types; empty is None. What it names are ids of blocks, or names, see `cms.references`."""

    element: str
    about_itself = False

    def __init__(self, *, help_text: Any = None, **kwargs: Any) -> None:
        widget = PickWidget(self.element, about_itself=self.about_itself)
        self.field = forms.CharField(required=False, help_text=help_text, widget=widget, validators=[_is_json])
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> Any:
        try:
            return (json.loads(value) if isinstance(value, str) else value) or None
        except ValueError:
            return value or None

    def value_for_form(self, value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""

    class Meta:
        icon = "cogs"


class ConditionBlock(PickedBlock):
    """A condition of the questionnaire language."""

    element = "fh-condition"


class ConstraintBlock(PickedBlock):
    """A condition on this very answer with what is said when it does not hold."""

    element = "fh-condition"
    about_itself = True


class ArmsChoiceBlock(PickedBlock):
    """A list of scenarios of this brief; empty: all."""

    element = "fh-arms"


class CalculationBlock(PickedBlock):
    """A calculation of the questionnaire language."""

    element = "fh-calculation"


class TouchpointChoice(blocks.ChoiceBlock):
    """A choice that asks the database only to be shown: a brief has one at every question, and compiling judges them all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": touchpoints, "required": False, **kwargs})

    def normalize_choice(self, value: Any) -> str:
        return value or ""

    def clean(self, value: Any) -> str:
        return value or ""
