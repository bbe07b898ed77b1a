"""Template words that every page may use; loaded as builtins."""

from django import template

from shared.translated import Texts, in_language

register = template.Library()


@register.filter
def tr(texts: Texts | None) -> str:
    """`{{ task.title|tr }}`: the text in the reader's language."""
    return in_language(texts)
