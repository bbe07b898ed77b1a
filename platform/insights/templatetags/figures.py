"""How figures are written in templates: `{% load figures %}`, then `{{ share|percent }}`."""

from django import template

from insights import writing

register = template.Library()

register.filter("number", writing.number)
register.filter("signed", writing.signed)
register.filter("whole", writing.whole)
register.filter("percent", writing.percent)
register.filter("p_value", writing.p_value)
register.filter("day", writing.day)
register.filter("verdict_word", writing.verdict_word)


@register.filter
def verdict_class(verdict: str) -> str:
    """ "cannot tell" → "cannot": what the style sheet calls it."""
    return verdict.partition(" ")[0]


@register.filter
def level(estimate: dict[str, float] | None, scale: str) -> str:
    """A level on its scale; a dash where there is none."""
    return writing.on_scale(scale, estimate["value"]) if estimate else "–"


@register.filter
def bounds(estimate: dict[str, float] | None, scale: str) -> str:
    """The interval in words, without the unit."""
    return writing.bounds(scale, estimate) if estimate else ""
