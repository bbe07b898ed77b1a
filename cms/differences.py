"""What changed between two revisions of a campaign, brief by brief, in words a manager reads."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, diff_text, register_comparison_class

from cms import whole
from cms.editing import label_of
from shared.translated import TranslatedField, in_language

if TYPE_CHECKING:
    from cms.models import CampaignPage, TaskBriefPage

PLAIN = (
    "kind", "picture", "points", "minutes", "seats", "opens_at", "closes_at", "giving", "draws_at", "hold_hours", "days_to_submit",
    "insiders_allowed", "waived_duties", "agreement",
)  # fmt: skip
MANY = ("touchpoints", "providers", "departments")
HIDDEN = frozenset({"name", "label", "hint", "choices", "questions"})  # told in words of their own, or of no interest


class TextsComparison(FieldComparison):
    """A text in several languages: each language is compared with itself."""

    def htmldiff(self) -> SafeString:
        return _stacked((name, _in(self.val_a, code), _in(self.val_b, code)) for code, name in settings.LANGUAGES)


register_comparison_class(TranslatedField, comparison_class=TextsComparison)


class BriefsComparison:
    """All briefs of two revisions; Wagtail's compare page shows it as one row."""

    is_field = True
    is_child_relation = False

    def __init__(self, before: "CampaignPage", after: "CampaignPage") -> None:
        self.before = {brief.pk: brief for brief in whole.briefs_in(before)}
        self.after = {brief.pk: brief for brief in whole.briefs_in(after)}

    def field_label(self) -> str:
        return _("Briefs")

    def has_changed(self) -> bool:
        return bool(list(self._changes()))

    def htmldiff(self) -> SafeString:
        return format_html_join("\n", "<h3>{}</h3>{}", ((title, _stacked(rows)) for title, rows in self._changes()))

    def _changes(self) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
        for pk in [*self.before, *(pk for pk in self.after if pk not in self.before)]:
            before, after = self.before.get(pk), self.after.get(pk)
            there = after or before
            rows = changes_between(before, after)
            if there is not None and rows:
                yield _title(there, new=before is None, gone=after is None), rows


def _title(brief: "TaskBriefPage", *, new: bool, gone: bool) -> str:
    title = in_language(brief.headline) or _("Untitled")
    if new:
        return _("New brief: %(title)s") % {"title": title}
    return _("Brief taken out: %(title)s") % {"title": title} if gone else title


def changes_between(before: "TaskBriefPage | None", after: "TaskBriefPage | None") -> list[tuple[str, str, str]]:
    """Each line of a brief that differs: what it is, how it read before, how it reads now."""
    old, new = dict(_lines(before)) if before else {}, dict(_lines(after)) if after else {}
    keys = [*old, *(key for key in new if key not in old)]
    return [(key[-1], old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")]


def _lines(brief: "TaskBriefPage") -> Iterator[tuple[tuple[str, ...], str]]:
    """The brief line by line: (what it is, the label shown) and its words."""
    for name in ("headline", "lead", "persona", "city"):
        for code, language in settings.LANGUAGES:
            yield (name, code, f"{_label(brief, name)} · {language}"), _in(getattr(brief, name), code)
    for name in PLAIN:
        yield (name, _label(brief, name)), _shown(brief, name)
    for name in MANY:
        yield (name, _label(brief, name)), ", ".join(sorted(label_of(one) for one in getattr(brief, name).all()))
    yield ("quotas", _label(brief, "quotas")), ", ".join(f"{one.value['department']}: {one.value['seats']}" for one in brief.quotas)
    yield from _question_lines(brief)


def _question_lines(brief: "TaskBriefPage") -> Iterator[tuple[tuple[str, ...], str]]:
    definition = brief.definition
    for arm in definition.get("arms", []):
        yield ("arm", arm["name"], _("Scenario")), _spoken(arm)
    for step in definition["steps"]:
        yield ("step", step["name"], _("Step")), _spoken(step)
        for number, question in enumerate(step["questions"], 1):
            yield ("question", question["name"], _("Question")), f"{number}. {_spoken(question)}"


def _spoken(part: Mapping[str, Any]) -> str:
    """A step or question in one paragraph: its texts, its answers to choose from, then its settings."""
    texts = [*part["label"].values(), *part.get("hint", {}).values()]
    choices = ["– " + " / ".join(choice["label"].values()) for choice in part.get("choices", [])]
    settings_of_it = [f"{key}: {value}" for key, value in part.items() if key not in HIDDEN]
    return " · ".join([*texts, *choices, *settings_of_it])


def _label(brief: "TaskBriefPage", name: str) -> str:
    return str(getattr(brief._meta.get_field(name), "verbose_name", name))


def _shown(brief: "TaskBriefPage", name: str) -> str:
    value = getattr(brief, name)
    display = getattr(brief, f"get_{name}_display", None)
    if display is not None:
        return str(display())
    if hasattr(value, "tzinfo"):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)


def _in(texts: Mapping[str, str] | None, code: str) -> str:
    return (texts or {}).get(code, "")


def _stacked(rows: Any) -> SafeString:
    changed = [(label, diff_text(before, after).to_html()) for label, before, after in rows if before != after]
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", changed))
