"""Questions answered in words."""

from django.utils.translation import gettext_lazy as _

from cms.blocks.base import WORDS, CheckedQuestionBlock, QuestionBlock, count_block, layout, subjects_block


class TextQuestionBlock(CheckedQuestionBlock):
    subjects = subjects_block("own")

    class Meta:
        label = _("Words")
        group = WORDS
        icon = "pilcrow"
        form_layout = layout("subjects")


class PainBlock(QuestionBlock):
    minimum = count_block(_("At least"), 1)
    maximum = count_block(_("At most"))

    class Meta:
        label = _("Pain points")
        group = WORDS
        icon = "warning"
        form_layout = layout("minimum", "maximum", drawer=QuestionBlock.DRAWER)


class IdeaBlock(QuestionBlock):
    minimum = count_block(_("At least"), 1)
    maximum = count_block(_("At most"))

    class Meta:
        label = _("Ideas from other industries")
        group = WORDS
        icon = "openquote"
        form_layout = layout("minimum", "maximum", drawer=QuestionBlock.DRAWER)
