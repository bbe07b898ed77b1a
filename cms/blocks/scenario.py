"""Steps, the questions in them, the scenarios a brief is played in, and seats reserved for departments."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from cms.blocks.base import LIBRARY, name_block
from cms.blocks.facts import (
    BarcodeBlock,
    CalculatedBlock,
    ChoiceQuestionBlock,
    ContactBlock,
    LocationBlock,
    MomentBlock,
    NoteBlock,
    NumberBlock,
    PhotoBlock,
    PromiseBlock,
    RankBlock,
)
from cms.blocks.picking import ArmsChoiceBlock, ConditionBlock, TouchpointChoice
from cms.blocks.rating import ComparisonBlock, MatrixBlock, ScaleBlock, StarsBlock
from cms.blocks.texts import TranslatedTextBlock
from cms.blocks.words import IdeaBlock, PainBlock, TextQuestionBlock
from cms.choices import departments, question_sets

FIRST = [("random", _("Drawn by lot")), ("own", _("Us first")), ("rival", _("The rival first"))]


class QuestionSetChoice(blocks.ChoiceBlock):
    """Stands for a set of the library until its questions are copied in."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"choices": question_sets, "required": False, **kwargs})

    class Meta:
        label = _("Question set")
        description = _("Copies its questions here. Changing them here leaves the set as it is.")
        group = LIBRARY
        icon = "folder-open-inverse"
        form_classname = "fh-set"


class OwnQuestionsBlock(blocks.StreamBlock):
    """Every type of question, grouped."""

    comparison = ComparisonBlock()
    nps = ScaleBlock(label=_("Recommendation, 0 to 10 (NPS)"))
    csat = ScaleBlock(label=_("Satisfaction, 1 to 5 (CSAT)"))
    ces = ScaleBlock(label=_("Effort, 1 to 7 (CES)"))
    emotion = ScaleBlock(label=_("Emotion, −2 to +2"))
    score = ScaleBlock(label=_("Mark, 0 to 10"))
    stars = StarsBlock()
    matrix = MatrixBlock()
    number = NumberBlock()
    single_choice = ChoiceQuestionBlock(label=_("One of several answers"), icon="radio-full")
    multiple_choice = ChoiceQuestionBlock(label=_("Several answers"))
    rank = RankBlock()
    date = MomentBlock(label=_("Date"))
    time = MomentBlock(label=_("Time of day"), icon="time")
    duration = MomentBlock(label=_("How long it took"), icon="history")
    photo = PhotoBlock()
    location = LocationBlock()
    barcode = BarcodeBlock()
    contact = ContactBlock()
    promise = PromiseBlock()
    calculate = CalculatedBlock()
    note = NoteBlock()
    text = TextQuestionBlock()
    long_text = TextQuestionBlock(label=_("Many words"))
    pain = PainBlock()
    idea = IdeaBlock()

    class Meta:
        required = False


class QuestionsBlock(OwnQuestionsBlock):
    """The questions of a step, some of which may come from the library."""

    question_set = QuestionSetChoice()

    class Meta:
        collapsed = True  # what was written before stands there as a list


class StepBlock(blocks.StructBlock):
    """One screen on the tester's phone."""

    label = TranslatedTextBlock(label=_("Step"))
    hint = TranslatedTextBlock(long=True, label=_("What to do"), required=False)
    touchpoint = TouchpointChoice(label=_("Touchpoint"))
    relevant = ConditionBlock(label=_("Shown"))
    questions = QuestionsBlock(label=_("Questions"))
    arms = ArmsChoiceBlock(label=_("In which scenarios"))
    name = name_block(help_text=_("Empty: made for you."))

    class Meta:
        label = _("Step of the scenario")
        icon = "mobile-alt"
        form_layout = BlockGroup(children=["label", "touchpoint", "hint", "relevant", "questions"], settings=["arms", "name"])


class ScenarioBlock(blocks.StreamBlock):
    step = StepBlock()


class ArmBlock(blocks.StructBlock):
    """One way to play the brief."""

    label = TranslatedTextBlock(label=_("Scenario"))
    persona = TranslatedTextBlock(long=True, required=False, label=_("You play"))
    channel = TranslatedTextBlock(required=False, label=_("Channel"))
    product = TranslatedTextBlock(required=False, label=_("Product"))
    rival_first = blocks.ChoiceBlock(choices=FIRST, default="random", label=_("Who is visited first"))
    share = blocks.IntegerBlock(default=1, min_value=1, max_value=20, label=_("Share"), help_text=_("2: drawn twice as often as 1."))
    name = name_block(help_text=_("Empty: made for you."))

    class Meta:
        label = _("Scenario")
        icon = "user"
        form_layout = BlockGroup(children=["label", "persona", "channel", "product"], settings=["rival_first", "share", "name"])


class ArmsBlock(blocks.StreamBlock):
    arm = ArmBlock()

    class Meta:
        required = False


class QuotaBlock(blocks.StructBlock):
    department = blocks.ChoiceBlock(choices=departments, label=_("Department"))
    seats = blocks.IntegerBlock(min_value=1, label=_("Seats"))

    class Meta:
        label = _("Reserved seats")
        icon = "group"
