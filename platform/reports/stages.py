"""What each stage of a build is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "method": _("Counting what counts"),
    "scores": _("Scores"),
    "gaps": _("Gaps to the rivals"),
    "emotions": _("Feeling along the journey"),
    "satisfaction": _("Satisfaction at each touchpoint"),
    "pains": _("Pain points"),
    "drivers": _("Drivers"),
    "voices": _("Voices and photos"),
    "ideas": _("Ideas"),
    "measures": _("Operational series"),
    "health": _("Programme health"),
    "points": _("Points"),
    "outside": _("Outside voice"),
    "loop": _("Actions, before and after"),
}


def stage_word(stage: str) -> Promise:
    return WORDS[stage]
