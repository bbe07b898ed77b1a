"""What all questions have in common."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from cms.blocks.picking import ArmsChoiceBlock, ConditionBlock, ConstraintBlock, TouchpointChoice
from cms.blocks.texts import TranslatedTextBlock

SUBJECTS = [("both", _("Us and the rival")), ("own", _("Us only")), ("rival", _("The rival only"))]
RATING, FACTS, WORDS, LIBRARY = _("How it was"), _("What happened"), _("What you make of it"), _("From the library")
ALWAYS_NAMED = {"invalid": _("A name begins with a letter and has only small letters, digits, - and _.")}


def name_block(help_text: Any = None) -> blocks.RegexBlock:
    return blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_-]{0,63}$",
        required=False,
        label=_("Name in exports"),
        help_text=help_text or _("Small letters, digits, - and _. Empty: made for you. Never change it once published."),
        error_messages=ALWAYS_NAMED,
    )


class SampledBlock(blocks.StructBlock):
    """Shows in the list of types what the tester will see."""

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.samples import sample_page

        return {**super().get_preview_context(value, parent_context), "sample": sample_page(self.name)}

    class Meta:
        preview_template = "cms/previews/block.html"


class QuestionBlock(SampledBlock):
    """Text, condition, and a drawer of what is rarely set."""

    label = TranslatedTextBlock(label=_("Question"))
    relevant = ConditionBlock(label=pgettext_lazy("when", "Asked"))
    hint = TranslatedTextBlock(label=_("Hint"), required=False)
    required = blocks.BooleanBlock(required=False, default=True, label=_("Must be answered"))
    touchpoint = TouchpointChoice(label=_("Touchpoint"), help_text=_("Empty: the step's."))
    arms = ArmsChoiceBlock(label=_("In which scenarios"))
    name = name_block()

    DRAWER = ["hint", "required", "touchpoint", "arms", "name"]


class CheckedQuestionBlock(QuestionBlock):
    """A question whose answer may be refused, with the author's own words."""

    constraint = ConstraintBlock(label=_("Accept the answer only if"))

    DRAWER = ["hint", "required", "touchpoint", "arms", "constraint", "name"]


def layout(*children: str, drawer: list[str] | None = None, more: list[str] | None = None) -> BlockGroup:
    """The question and `children` in the open, everything rare in the drawer."""
    rare = CheckedQuestionBlock.DRAWER if drawer is None else drawer
    return BlockGroup(children=["label", *children, "relevant"], settings=[*rare, *(more or [])])


def subjects_block(default: str = "both") -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=SUBJECTS, default=default, label=_("About"))


def criterion_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False, max_length=64, label=_("Criterion"), help_text=_("What is rated, one word: waiting, clarity … Empty: the scale.")
    )


def count_block(label: Any, default: int | None = None) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(required=False, min_value=0, default=default, label=label)
