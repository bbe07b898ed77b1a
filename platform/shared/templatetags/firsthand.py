"""Template words that every page may use; loaded as builtins."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from django.utils.translation import get_language

from shared.days import LEFT, day_of, in_days, moment_of
from shared.translated import Texts, between_sentences, foreign, in_language, tag_of

register = template.Library()


@register.filter
def tr(texts: Texts | None) -> str:
    """`{{ task.title|tr }}`: the text in the reader's language."""
    return in_language(texts)


@register.filter
def percent(share: float | Decimal, digits: int = 0) -> str:
    """`{{ figure.value|percent }} %`: a share from 0 to 1 as a number of hundredths in the reader's writing, with a true minus."""
    return formats.number_format(round(100 * float(share), digits) + 0.0, digits).replace("-", "−")


@register.filter
def signed(number: float | Decimal, digits: int = 1) -> str:
    """`{{ change|signed }}`: a change with its sign, a true minus, and none before a zero."""
    rounded = round(float(number), digits) + 0.0
    shown = formats.number_format(abs(rounded), digits)
    return shown if rounded == 0 else f"{'+' if rounded > 0 else '−'}{shown}"


@register.filter
def points(change: float | Decimal, digits: int = 1) -> str:
    """`{{ change|points }}`: a change of a share in percentage points, with its sign."""
    return signed(100 * float(change), digits)


@register.filter
def whole(number: int) -> str:
    """`{{ balance|whole }}`: a whole number, its thousands apart as the reader writes them."""
    return formats.number_format(number, 0, force_grouping=True)


@register.filter
def large(number: int) -> str:
    """`{{ balance|large }}`: a number shown large, short enough to be taken in: 12,345 is 1.2万 in Chinese, never more than there is."""
    if get_language() == "zh-hans":
        for unit, size in (("亿", 100_000_000), ("万", 10_000)):
            if abs(number) >= size:
                tenths = abs(number) * 10 // size
                shown = formats.number_format(Decimal(tenths) / 10, 0 if tenths % 10 == 0 else 1, force_grouping=True)
                return f"{'−' if number < 0 else ''}{shown}{unit}"
    return whole(number)


@register.filter
def in_tongue(words: str, locale: str = "") -> SafeString:
    """`<q{{ words|in_tongue:writer.locale }}>`: the `lang` of words in another language than the page's; of the page's own, nothing."""
    language = foreign(words or "", locale)
    return format_html(' lang="{}"', language) if language else SafeString("")


@register.filter
def html_lang(language: str) -> str:
    """`lang="{{ LANGUAGE_CODE|html_lang }}"`: the tag in the case that BCP 47 writes."""
    return tag_of(language)


@register.filter
def left(until: datetime | None, now: datetime | None = None) -> str:
    """`{{ task.closes_at|left:now }}`: the time that is left, in one unit: "2 days"; nothing where there is no end."""
    return timeuntil(until, now, LEFT, depth=1) if until else ""


@register.filter
def on_day(moment: datetime | date | None) -> str:
    """`{{ claim.claimed_at|on_day }}`: "28 November", with its year when that is not plain."""
    return day_of(moment) if moment else ""


@register.filter
def at_moment(moment: datetime | None) -> str:
    """`{{ claim.deadline|at_moment }}`: "28 November, 20:34"."""
    return moment_of(moment) if moment else ""


@register.filter
def is_ahead(moment: datetime | None, now: datetime) -> bool:
    """`{% if task.draws_at|is_ahead:now %}`: there is such a moment, and it has not come yet."""
    return moment is not None and moment > now


@register.filter
def seconds_until(until: datetime, now: datetime) -> int:
    """`data-countdown="{{ task.opens_at|seconds_until:now }}"`: whole seconds from now, never below zero."""
    return max(0, round((until - now).total_seconds()))


@register.filter
def ticking(seconds: int) -> str:
    """`{{ task.opens_at|seconds_until:now|ticking }}`: what `countdown.js` shows from its first tick on, so that nothing jumps."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if not hours:
        return f"{minute}:{second:02}"
    return f"{f'{in_days(days)} ' if days else ''}{hour}:{minute:02}:{second:02}"


@register.simple_tag
def gap() -> str:
    """`{% translate "One." %}{% gap %}{% translate "Two." %}`: what the reader's language writes between two sentences of a line."""
    return between_sentences()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """`{% icon "bolt" "i-s" %}`: a picture of the sprite; decoration only, the words stand beside it."""
    return _picture(name, classes, staticfiles_storage.url("icons.svg"))


@lru_cache(maxsize=1000)
def _picture(name: str, classes: str, sprite: str) -> SafeString:
    if name == "coin":
        return format_html('<svg class="coin {}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#coin"/></svg>', classes, sprite)
    return format_html('<svg class="i {}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, sprite, name)


class CaptureNode(template.Node):
    """Renders what it holds into a variable, so that a shell can ask what a page's block says."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture tab %}…{% endcapture %}`: the rendered text, stripped, as `tab`."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


class RememberNode(template.Node):
    """Renders what it holds once for each set of values and language, and knows it from then on."""

    child_nodelists = ("nodelist",)
    MOST = 500  # then it begins anew, so that a process does not grow

    def __init__(self, given: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.given = given
        self.nodelist = nodelist
        self.known: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        values = {name: expression.resolve(context) for name, expression in self.given.items()}
        for value in values.values():
            if isinstance(value, Model) and not getattr(value, "is_frozen", False):
                raise TypeError(f"{value!r} may change without another key: remember its fields instead.")
        # With their types: a text that is marked as safe equals one that is not.
        key = (get_language(), *((type(value), value) for value in values.values()))
        rendered = self.known.get(key)
        if rendered is None:
            rendered = self.nodelist.render(context.new(values))
            if len(self.known) >= self.MOST:
                self.known.clear()
            self.known[key] = rendered
        return rendered


@register.tag
def remember(parser: Parser, token: Token) -> RememberNode:
    """`{% remember title=task.title|tr points=task.points %}…{% endremember %}`: a part of a page that depends on nothing else.

    Inside, only these values are there, so that nothing of one person's can be remembered for another's page.
    """
    _, *words = token.split_contents()
    given = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError("remember takes values by name only.")
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(given, nodelist)


@register.simple_tag
def illustration(name: str, label: str = "", classes: str = "") -> SafeString:
    """`{% illustration "mailbox" label=_("…") %}`: a paper cut; without a label it is decoration."""
    return render_to_string(f"illustrations/{name}.html", {"label": label, "classes": classes})
