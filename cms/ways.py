"""Wagtail keeps one name for the way of approval and one for each of its steps; its readers have three languages."""

from copy import copy
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext, gettext_noop, override
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Task, Workflow

CAMPAIGN_APPROVAL = gettext_noop("Campaign approval")
SPONSOR = gettext_noop("Sponsor department")
PROGRAMME = gettext_noop("Programme")
STEPS_LOGGED = ("start", "approve", "reject", "resume", "cancel")


def spoken(name: str) -> str:
    """A name that we gave in the reader's language, whatever language it was written down in; any other as it is."""
    ours = _ours().get(name)
    return gettext(ours) if ours else name


@cache
def _ours() -> dict[str, str]:
    """Each name that we gave by what it is called in any language."""
    found: dict[str, str] = {}
    for code, _language in settings.LANGUAGES:
        with override(code):
            found |= {gettext(name): name for name in (CAMPAIGN_APPROVAL, SPONSOR, PROGRAMME)}
    return found


class SpokenName(DeferredAttribute):
    """Wagtail reads the name in many templates, mails and records of its own: so it is said where it is read."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        name = super().__get__(instance, cls)
        return spoken(name) if isinstance(name, str) else name

    def __set__(self, instance: Model, name: str) -> None:
        instance.__dict__[self.field.attname] = name


def speak_names() -> None:
    """Called once, when the app starts."""
    for model in (Workflow, Task):
        model.name = SpokenName(model._meta.get_field("name"))


class SpokenRecord(LogFormatter):
    """What Wagtail says of a step of an approval, with the names in the reader's language and not in the writer's."""

    def __init__(self, theirs: LogFormatter) -> None:
        self.theirs = theirs
        self.label = theirs.label

    def format_message(self, log_entry: Any) -> str:
        told = copy(log_entry)
        told.data = _spoken_titles(log_entry.data)
        return str(self.theirs.format_message(told))

    def format_comment(self, log_entry: Any) -> str:
        return str(self.theirs.format_comment(log_entry))


def _spoken_titles(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {key: spoken(value) if key == "title" and isinstance(value, str) else _spoken_titles(value) for key, value in data.items()}


def speak_records(actions: LogActionRegistry) -> None:
    """Takes the place of Wagtail's own words about approvals."""
    for step in STEPS_LOGGED:
        action = f"wagtail.workflow.{step}"
        actions.formatters[action] = SpokenRecord(actions.formatters[action])
