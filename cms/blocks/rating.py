"""Questions that give a mark: the raw material of scores and gaps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from cms.blocks.base import RATING, CheckedQuestionBlock, QuestionBlock, criterion_block, layout, name_block, subjects_block
from cms.blocks.texts import TranslatedTextBlock

NUMBERS = [("integer", _("Whole number")), ("decimal", _("Number with decimals"))]
COMPARED = [
    ("csat", _("Satisfaction, 1 to 5")),
    ("ces", _("Effort, 1 to 7")),
    ("emotion", _("Emotion, −2 to +2")),
    ("nps", _("Recommendation, 0 to 10")),
    ("score", _("Mark, 0 to 10")),
    *NUMBERS,
    ("duration", _("How long it took")),
    ("text", _("Words")),
]
LOOKS = [("stars", _("Stars")), ("range", _("Numbers in a row"))]


class ScaleBlock(CheckedQuestionBlock):
    subjects = subjects_block()
    criterion = criterion_block()

    class Meta:
        group = RATING
        icon = "sliders"
        form_layout = layout("subjects", more=["criterion"])


class ComparisonBlock(CheckedQuestionBlock):
    answer = blocks.ChoiceBlock(choices=COMPARED, default="csat", label=_("Answered by"))
    criterion = criterion_block()
    unit = TranslatedTextBlock(label=_("Unit, for numbers"), required=False)

    class Meta:
        label = _("Comparison: us and the rival")
        group = RATING
        icon = "resubmit"
        form_layout = layout("answer", more=["criterion", "unit"])


class StarsBlock(CheckedQuestionBlock):
    subjects = subjects_block()
    look = blocks.ChoiceBlock(choices=LOOKS, default="stars", label=_("Shown as"))
    start = blocks.DecimalBlock(required=False, label=_("From"), help_text=_("Empty: 1."))
    end = blocks.DecimalBlock(required=False, label=_("To"), help_text=_("Empty: 5."))
    step = blocks.DecimalBlock(required=False, label=_("In steps of"), help_text=_("Empty: 1."))
    criterion = criterion_block()

    class Meta:
        label = _("Stars, 1 to 5")
        group = RATING
        icon = "pick"
        form_layout = layout("subjects", more=["look", "start", "end", "step", "criterion"])


class ChoiceOptionBlock(blocks.StructBlock):
    label = TranslatedTextBlock(label=_("Answer"))
    score = blocks.IntegerBlock(required=False, label=_("Points for a calculated score"))
    name = name_block(help_text=_("Empty: made for you."))

    class Meta:
        form_classname = "struct-block fh-item"
        form_layout = BlockGroup(children=["label"], settings=["score", "name"])


class RowBlock(blocks.StructBlock):
    label = TranslatedTextBlock(label=_("Row"))
    name = name_block(help_text=_("Empty: made for you."))

    class Meta:
        form_classname = "struct-block fh-item"
        form_layout = BlockGroup(children=["label"], settings=["name"])


class MatrixBlock(QuestionBlock):
    rows = blocks.ListBlock(RowBlock(), label=_("Rows: what is rated"))
    choices = blocks.ListBlock(ChoiceOptionBlock(), label=_("Columns: the answers"))
    subjects = subjects_block()
    criterion = criterion_block()

    class Meta:
        label = _("Matrix: several things, same answers")
        group = RATING
        icon = "table"
        form_layout = layout("rows", "choices", "subjects", drawer=QuestionBlock.DRAWER, more=["criterion"])
