"""What a page for members is made of. One language a page: translations are made of the whole page (docs/pages.md)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]
LEAST_QUESTIONS, MOST_QUESTIONS, LEAST_ANSWERS = 3, 5, 2


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=gettext_lazy("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=gettext_lazy("Caption"))

    class Meta:
        icon = "image"
        label = gettext_lazy("Picture")
        template = "cms/pages/blocks/picture.html"


class LineBlock(blocks.StructBlock):
    who = blocks.ChoiceBlock(
        choices=[("you", gettext_lazy("You")), ("them", gettext_lazy("The other side"))], default="you", label=gettext_lazy("Who speaks")
    )
    words = blocks.TextBlock(rows=2, label=gettext_lazy("What they say"))
    note = blocks.CharBlock(
        required=False, max_length=200, label=gettext_lazy("Why"), help_text=gettext_lazy("Stands small beneath: what these words do.")
    )


class SceneBlock(blocks.StructBlock):
    """A contact as it may go: with the hotline, at the counter, in a crisis."""

    title = blocks.CharBlock(max_length=120, label=gettext_lazy("Scene"))
    crisis = blocks.BooleanBlock(
        required=False, label=gettext_lazy("This is a crisis"), help_text=gettext_lazy("Marked so that it is found at a glance.")
    )
    situation = blocks.TextBlock(rows=2, label=gettext_lazy("What happened before"))
    lines = blocks.ListBlock(LineBlock(), label=gettext_lazy("Who says what"))
    lesson = blocks.TextBlock(required=False, rows=2, label=gettext_lazy("What to remember"))

    class Meta:
        icon = "comment"
        label = gettext_lazy("Scene of a contact")
        template = "cms/pages/blocks/scene.html"


class PairBlock(blocks.StructBlock):
    good = blocks.CharBlock(max_length=200, label=gettext_lazy("Do"))
    bad = blocks.CharBlock(max_length=200, label=gettext_lazy("Don't"))


class PairsBlock(blocks.StructBlock):
    pairs = blocks.ListBlock(PairBlock(), label=gettext_lazy("Pairs"))

    class Meta:
        icon = "tick"
        label = gettext_lazy("Do and don't")
        template = "cms/pages/blocks/pairs.html"


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(rows=3, label=gettext_lazy("Words"))
    who = blocks.CharBlock(required=False, max_length=80, label=gettext_lazy("Who said it"))

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Quote")
        template = "cms/pages/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """For news, stories and legal pages."""

    text = blocks.RichTextBlock(features=FEATURES, label=gettext_lazy("Text"), template="cms/pages/blocks/text.html")
    picture = PictureBlock()
    quote = QuoteBlock()


class GuideBodyBlock(BodyBlock):
    scene = SceneBlock()
    pairs = PairsBlock()


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label=gettext_lazy("Answer"))
    right = blocks.BooleanBlock(required=False, label=gettext_lazy("This one is right"))


class QuestionBlock(blocks.StructBlock):
    """One question with one right answer, and why it is right."""

    text = blocks.CharBlock(max_length=300, label=gettext_lazy("Question"))
    answers = blocks.ListBlock(AnswerBlock(), label=gettext_lazy("Answers to choose from"))
    explanation = blocks.TextBlock(
        rows=2, label=gettext_lazy("Explanation"), help_text=gettext_lazy("Everybody reads it after answering, right or wrong.")
    )

    class Meta:
        icon = "help"
        label = gettext_lazy("Question of the check")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        problem = next(_wrong_with(cleaned["answers"]), None)
        if problem:
            raise StructBlockValidationError({"answers": ListBlockValidationError(non_block_errors=[ValidationError(problem)])})
        return cleaned


def _wrong_with(answers: Any) -> Iterator[str]:
    if len(answers) < LEAST_ANSWERS:
        yield _("It needs at least two answers to choose from.")
    if sum(bool(answer["right"]) for answer in answers) != 1:
        yield _("Mark exactly one answer as right.")


class CheckBlock(blocks.StreamBlock):
    """The short check at the end of a guide; a guide may have none."""

    question = QuestionBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and not LEAST_QUESTIONS <= len(cleaned) <= MOST_QUESTIONS:
            message = _("A check asks %(least)s to %(most)s questions, or none.") % {"least": LEAST_QUESTIONS, "most": MOST_QUESTIONS}
            raise StreamBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned
