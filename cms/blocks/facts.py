"""Questions about what happened."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.base import (
    FACTS,
    CheckedQuestionBlock,
    QuestionBlock,
    SampledBlock,
    count_block,
    criterion_block,
    layout,
    name_block,
    subjects_block,
)
from cms.blocks.picking import ArmsChoiceBlock, CalculationBlock, ConditionBlock
from cms.blocks.rating import NUMBERS, ChoiceOptionBlock
from cms.blocks.texts import TranslatedTextBlock

ASKED_DRAWER = QuestionBlock.DRAWER


class NumberBlock(CheckedQuestionBlock):
    answer = blocks.ChoiceBlock(choices=NUMBERS, default="integer", label=_("Answered by"))
    subjects = subjects_block()
    unit = TranslatedTextBlock(label=_("Unit"), required=False)
    minimum = blocks.IntegerBlock(required=False, label=_("Smallest"))
    maximum = blocks.IntegerBlock(required=False, label=_("Largest"))
    criterion = criterion_block()

    class Meta:
        label = _("Number")
        group = FACTS
        icon = "decimal"
        form_layout = layout("answer", "subjects", "unit", more=["minimum", "maximum", "criterion"])


class ChoiceQuestionBlock(CheckedQuestionBlock):
    choices = blocks.ListBlock(ChoiceOptionBlock(), label=_("Answers to choose from"))
    subjects = subjects_block("own")

    class Meta:
        group = FACTS
        icon = "list-ul"
        form_layout = layout("choices", "subjects")


class RankBlock(QuestionBlock):
    choices = blocks.ListBlock(ChoiceOptionBlock(), label=_("What is put in order"))
    subjects = subjects_block("own")

    class Meta:
        label = _("Ranking: put in order")
        group = FACTS
        icon = "list-ol"
        form_layout = layout("choices", "subjects", drawer=ASKED_DRAWER)


class MomentBlock(CheckedQuestionBlock):
    """A date, a time of day, or how long something took."""

    subjects = subjects_block("own")

    class Meta:
        group = FACTS
        icon = "date"
        form_layout = layout("subjects")


class PhotoBlock(QuestionBlock):
    subjects = subjects_block("own")
    minimum = count_block(_("At least"), 1)
    maximum = count_block(_("At most"), 3)
    taken_now = blocks.BooleanBlock(
        required=False, label=_("Taken on the spot"), help_text=_("The camera opens; pictures from the album are not offered.")
    )

    class Meta:
        label = _("Photos")
        group = FACTS
        icon = "image"
        form_layout = layout("subjects", "minimum", "maximum", drawer=ASKED_DRAWER, more=["taken_now"])


class LocationBlock(QuestionBlock):
    latitude = blocks.DecimalBlock(required=False, min_value=-90, max_value=90, label=_("Latitude"))
    longitude = blocks.DecimalBlock(required=False, min_value=-180, max_value=180, label=_("Longitude"))
    radius = blocks.DecimalBlock(default=150, min_value=10, label=_("Within metres"))
    strict = blocks.BooleanBlock(
        required=False,
        label=_("Must be there"),
        help_text=_("On: whoever is elsewhere cannot go on. Off: the answer only says whether they were there."),
    )

    class Meta:
        label = _("Location check")
        description = _("Whether the tester is at the place. The position itself never leaves the phone.")
        group = FACTS
        icon = "crosshairs"
        form_layout = layout("latitude", "longitude", "radius", "strict", drawer=ASKED_DRAWER)


class BarcodeBlock(CheckedQuestionBlock):
    class Meta:
        label = _("Barcode or QR code")
        group = FACTS
        icon = "grid"
        form_layout = layout()


class ContactBlock(QuestionBlock):
    minimum = count_block(_("At least"), 1)
    maximum = count_block(_("At most"))

    class Meta:
        label = _("Contacts: who called whom")
        description = _("A log: when, through which channel, who had to chase whom, how it ended.")
        group = FACTS
        icon = "comment"
        form_layout = layout("minimum", "maximum", drawer=ASKED_DRAWER)


class PromiseBlock(QuestionBlock):
    subjects = subjects_block("own")

    class Meta:
        label = _("Promise kept?")
        description = _("Whether the promise of the touchpoint was kept, and how long it took.")
        group = FACTS
        icon = "check"
        form_layout = layout("subjects", drawer=ASKED_DRAWER)


class CalculatedBlock(SampledBlock):
    """Worked out from other answers, never asked."""

    label = TranslatedTextBlock(label=_("What it is called"))
    calculation = CalculationBlock(label=_("Worked out as"))
    relevant = ConditionBlock(label=_("Worked out"))
    subjects = subjects_block("own")
    arms = ArmsChoiceBlock(label=_("In which scenarios"))
    name = name_block()

    class Meta:
        label = _("Calculated")
        description = _("A sum, mean or score of other answers. Testers are not asked.")
        group = FACTS
        icon = "superscript"
        form_layout = layout("calculation", "subjects", drawer=["arms", "name"])


class NoteBlock(SampledBlock):
    label = TranslatedTextBlock(long=True, label=_("What the tester should know or do"))
    relevant = ConditionBlock(label=_("Shown"))
    arms = ArmsChoiceBlock(label=_("In which scenarios"))
    name = name_block()

    class Meta:
        label = _("Note")
        group = FACTS
        icon = "info-circle"
        form_layout = layout(drawer=["arms", "name"])
