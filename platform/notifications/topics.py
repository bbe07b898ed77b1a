"""What notes are about, as people choose among them; every note stands in the inbox, whatever is chosen."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """One line of the choices."""

    slug: str
    label: Promise
    what: Promise
    icon: str
    kinds: frozenset[str]
    by_mail: bool = False  # until the member says otherwise
    by_push: bool = False


TOPICS: tuple[Topic, ...] = (
    Topic(
        "now", _("Something waits for you"), _("A seat came free, work came back, a deadline is near"), "clock",
        frozenset({"seat", "task", "review-return", "deadline", "flash"}), by_mail=True, by_push=True,
    ),
    Topic(
        "work", _("Your work"), _("It arrived, it was accepted or not"), "check-o",
        frozenset({"submitted", "review-accept", "review-exclude", "review-reject"}), by_push=True,
    ),
    Topic(
        "points", _("Points, benefits and medals"), _("What you earned, what is on its way, what expires"), "gift",
        frozenset({"award", "redemption", "expiry", "red-packet", "medal"}), by_push=True,
    ),
    Topic("because", _("Because of you"), _("What became of what you found"), "leaf", frozenset({"finding"}), by_push=True),
    Topic("rounds", _("Recruitment"), _("Rounds, terms and referrals"), "lens", frozenset({"recruitment"}), by_mail=True, by_push=True),
    Topic("news", _("News and guides"), _("What the programme writes for everybody"), "talk", frozenset({"news"})),
    Topic(
        "desk", _("Your desks"), _("Actions you own, reports, what asks for your decision"), "tasks",
        frozenset({"action", "report", "approval", "role"}), by_mail=True,
    ),
)  # fmt: skip
SLUGS = frozenset(topic.slug for topic in TOPICS)
_TOPIC_OF = {kind: topic for topic in TOPICS for kind in topic.kinds}


ICONS = {
    "seat": "users", "review-return": "undo", "review-reject": "x", "medal": "medal", "award": "star", "action": "leaf", "flash": "bolt",
}  # fmt: skip


def icon_of(kind: str) -> str:
    """The picture beside a note: its own, or its topic's."""
    return ICONS.get(kind) or topic_of(kind).icon


def topic_of(kind: str) -> Topic:
    """The topic under which a kind of note is chosen; kinds that nobody listed are the member's own work."""
    return _TOPIC_OF.get(kind) or TOPICS[1]
