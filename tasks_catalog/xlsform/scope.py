"""What a formula may speak of: the questions that stand before it, by the names their form gives them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


class NotCarriedError(Exception):
    """This part of the form has no counterpart here; the text says why."""


@dataclass(frozen=True)
class Asked:
    """A question as it was carried, the side it is about, and its choices by the names of the form."""

    question: dict[str, Any]
    subject: str = "own"
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        kind: str = self.question["type"]
        return kind


@dataclass
class Scope:
    asked: dict[str, Asked] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)  # in the form, but not here

    def find(self, name: str) -> Asked:
        """The earlier question of this name. Raises `NotCarriedError`."""
        if name in self.asked:
            return self.asked[name]
        if name in self.dropped:
            raise NotCarriedError(_("it looks at “%(name)s”, which was not carried") % {"name": name})
        raise NotCarriedError(_("it looks at “%(name)s”, which is not asked before") % {"name": name})
