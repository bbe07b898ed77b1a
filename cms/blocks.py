"""The blocks a brief is written with; `cms.compiling` turns them into the questionnaire language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from cms.choices import departments, touchpoints

CHILD_OF_LANGUAGE = {code: code.replace("-", "_") for code, _name in settings.LANGUAGES}
SUBJECTS = [("both", _("Us and the rival")), ("own", _("Us only")), ("rival", _("The rival only"))]
NUMBERS = [("integer", _("Whole number")), ("decimal", _("Number with decimals"))]
COMPARED = [
    ("csat", _("Satisfaction, 1 to 5")),
    ("ces", _("Effort, 1 to 7")),
    ("emotion", _("Emotion, −2 to +2")),
    ("nps", _("Recommendation, 0 to 10")),
    *NUMBERS,
    ("text", _("Words")),
]
RATING, FACTS, WORDS = _("How it was"), _("What happened"), _("What you make of it")


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


def texts_of(value: Mapping[str, str]) -> dict[str, str]:
    """What was written, by language code."""
    return {code: value[child].strip() for code, child in CHILD_OF_LANGUAGE.items() if (value.get(child) or "").strip()}


def texts_for_block(texts: Mapping[str, str]) -> dict[str, str]:
    return {child: texts.get(code, "") for code, child in CHILD_OF_LANGUAGE.items()}


class TouchpointChoice(blocks.ChoiceBlock):
    """A choice that asks the database only to be shown: a brief has one at every question, and compiling judges them all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": touchpoints, "required": False, **kwargs})

    def normalize_choice(self, value: Any) -> str:
        return value or ""

    def clean(self, value: Any) -> str:
        return value or ""


class QuestionBlock(blocks.StructBlock):
    """What all questions have in common; rarely used settings are in the drawer."""

    label = TranslatedTextBlock(label=_("Question"))
    hint = TranslatedTextBlock(label=_("Hint"), required=False)
    required = blocks.BooleanBlock(required=False, default=True, label=_("Must be answered"))
    touchpoint = TouchpointChoice(label=_("Touchpoint"), help_text=_("Empty: the step's."))
    name = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_-]{0,63}$",
        required=False,
        label=_("Name in exports"),
        help_text=_("Small letters, digits, - and _. Empty: made for you. Never change it once published."),
        error_messages={"invalid": _("A name begins with a letter and has only small letters, digits, - and _.")},
    )

    DRAWER = ["hint", "required", "touchpoint", "name"]


def layout(*children: str, drawer: list[str] | None = None) -> BlockGroup:
    return BlockGroup(children=["label", *children], settings=QuestionBlock.DRAWER if drawer is None else drawer)


def _subjects(default: str = "both") -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=SUBJECTS, default=default, label=_("About"))


def _criterion() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False, max_length=64, label=_("Criterion"), help_text=_("What is rated, one word: waiting, clarity … Empty: the scale.")
    )


def _count(label: Any, default: int | None = None) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(required=False, min_value=0, default=default, label=label)


class ScaleBlock(QuestionBlock):
    subjects = _subjects()
    criterion = _criterion()

    class Meta:
        group = RATING
        icon = "order"
        form_layout = layout("subjects", drawer=[*QuestionBlock.DRAWER, "criterion"])


class ComparisonBlock(QuestionBlock):
    answer = blocks.ChoiceBlock(choices=COMPARED, default="csat", label=_("Answered by"))
    criterion = _criterion()
    unit = TranslatedTextBlock(label=_("Unit, for numbers"), required=False)

    class Meta:
        label = _("Comparison: us and the rival")
        group = RATING
        icon = "transfer"
        form_layout = layout("answer", drawer=[*QuestionBlock.DRAWER, "criterion", "unit"])


class TextQuestionBlock(QuestionBlock):
    subjects = _subjects("own")

    class Meta:
        label = _("Words")
        group = WORDS
        icon = "pilcrow"
        form_layout = layout("subjects")


class NumberBlock(QuestionBlock):
    answer = blocks.ChoiceBlock(choices=NUMBERS, default="integer", label=_("Answered by"))
    subjects = _subjects()
    unit = TranslatedTextBlock(label=_("Unit"), required=False)
    minimum = blocks.IntegerBlock(required=False, label=_("Smallest"))
    maximum = blocks.IntegerBlock(required=False, label=_("Largest"))
    criterion = _criterion()

    class Meta:
        label = _("Number")
        group = FACTS
        icon = "decimal"
        form_layout = layout("answer", "subjects", "unit", drawer=[*QuestionBlock.DRAWER, "minimum", "maximum", "criterion"])


class ChoiceOptionBlock(blocks.StructBlock):
    label = TranslatedTextBlock(label=_("Answer"))
    name = blocks.CharBlock(required=False, max_length=64, label=_("Name in exports"))

    class Meta:
        form_layout = BlockGroup(children=["label"], settings=["name"])


class ChoiceQuestionBlock(QuestionBlock):
    choices = blocks.ListBlock(ChoiceOptionBlock(), label=_("Answers to choose from"))
    subjects = _subjects("own")

    class Meta:
        group = FACTS
        icon = "list-ul"
        form_layout = layout("choices", "subjects")


class PhotoBlock(QuestionBlock):
    subjects = _subjects("own")
    minimum = _count(_("At least"), 1)
    maximum = _count(_("At most"), 3)

    class Meta:
        label = _("Photos")
        group = FACTS
        icon = "image"
        form_layout = layout("subjects", "minimum", "maximum")


class PainBlock(QuestionBlock):
    minimum = _count(_("At least"), 1)
    maximum = _count(_("At most"))

    class Meta:
        label = _("Pain points")
        group = WORDS
        icon = "warning"
        form_layout = layout("minimum", "maximum")


class IdeaBlock(QuestionBlock):
    minimum = _count(_("At least"), 1)
    maximum = _count(_("At most"))

    class Meta:
        label = _("Ideas from other industries")
        group = WORDS
        icon = "pick"
        form_layout = layout("minimum", "maximum")


class NoteBlock(blocks.StructBlock):
    label = TranslatedTextBlock(long=True, label=_("What the tester should know or do"))
    name = blocks.CharBlock(required=False, max_length=64, label=_("Name in exports"))

    class Meta:
        label = _("Note")
        group = FACTS
        icon = "info-circle"
        form_layout = layout(drawer=["name"])


class QuestionsBlock(blocks.StreamBlock):
    comparison = ComparisonBlock()
    nps = ScaleBlock(label=_("Recommendation, 0 to 10 (NPS)"))
    csat = ScaleBlock(label=_("Satisfaction, 1 to 5 (CSAT)"))
    ces = ScaleBlock(label=_("Effort, 1 to 7 (CES)"))
    emotion = ScaleBlock(label=_("Emotion, −2 to +2"))
    number = NumberBlock()
    single_choice = ChoiceQuestionBlock(label=_("One of several answers"))
    multiple_choice = ChoiceQuestionBlock(label=_("Several answers"))
    photo = PhotoBlock()
    note = NoteBlock()
    text = TextQuestionBlock()
    pain = PainBlock()
    idea = IdeaBlock()

    class Meta:
        required = False


class StepBlock(blocks.StructBlock):
    """One screen on the tester's phone."""

    label = TranslatedTextBlock(label=_("Step"))
    hint = TranslatedTextBlock(long=True, label=_("What to do"), required=False)
    touchpoint = TouchpointChoice(label=_("Touchpoint"))
    questions = QuestionsBlock(label=_("Questions"))
    name = blocks.CharBlock(required=False, max_length=64, label=_("Name in exports"), help_text=_("Empty: made for you."))

    class Meta:
        label = _("Step of the scenario")
        icon = "mobile-alt"
        form_layout = BlockGroup(children=["label", "touchpoint", "hint", "questions"], settings=["name"])


class ScenarioBlock(blocks.StreamBlock):
    step = StepBlock()


class QuotaBlock(blocks.StructBlock):
    department = blocks.ChoiceBlock(choices=departments, label=_("Department"))
    seats = blocks.IntegerBlock(min_value=1, label=_("Seats"))
