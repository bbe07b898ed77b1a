"""What authors pick instead of typing."""

from django.conf import settings
from django.utils.translation import pgettext_lazy

from members.models import Department
from shared.translated import in_language
from tasks_catalog.models import Touchpoint


def touchpoints() -> list[tuple[str, list[tuple[str, str]]]]:
    """Touchpoints by stage, as groups of a list to choose from."""
    found = Touchpoint.objects.select_related("stage__journey").order_by("stage__journey__slug", "stage__position", "position")
    groups: dict[str, list[tuple[str, str]]] = {}
    for touchpoint in found:
        star = " ★" if touchpoint.moment_of_truth else ""
        groups.setdefault(in_language(touchpoint.stage.name), []).append((touchpoint.slug, in_language(touchpoint.name) + star))
    return list(groups.items())


def departments() -> list[tuple[str, str]]:
    return [(department.code, in_language(department.name)) for department in Department.objects.order_by("code")]


def question_sets() -> list[tuple[str, str]]:
    """The sets of the library, by name."""
    from cms.models import QuestionSet

    return [(str(pk), in_language(name)) for pk, name in sorted(QuestionSet.objects.values_list("pk", "name"), key=str)]


def pictures() -> list[str]:
    """The illustrations there are, by name."""
    return sorted(path.stem for path in (settings.BASE_DIR / "templates" / "illustrations").glob("*.html"))


# What authors call the illustrations that came with the house; one that somebody adds is called by its file's name.
PICTURE_NAMES = {
    "book": pgettext_lazy("picture", "Book"),
    "coffee": pgettext_lazy("picture", "Coffee"),
    "half-day": pgettext_lazy("picture", "Half a day"),
    "letter": pgettext_lazy("picture", "Letter"),
    "lunch": pgettext_lazy("picture", "Lunch"),
    "mailbox": pgettext_lazy("picture", "Letter box"),
    "medal": pgettext_lazy("picture", "Medal"),
    "print": pgettext_lazy("picture", "Fingerprint"),
    "red-packet": pgettext_lazy("picture", "Red packet"),
    "red-packet-back": pgettext_lazy("picture", "Red packet, back"),
    "red-packet-front": pgettext_lazy("picture", "Red packet, front"),
    "sapling": pgettext_lazy("picture", "Sapling"),
    "seats-taken": pgettext_lazy("picture", "Taken seats"),
    "ticket": pgettext_lazy("picture", "Ticket"),
    "tree": pgettext_lazy("picture", "Tree"),
}


def named_pictures() -> list[tuple[str, str]]:
    """The illustrations with what authors call them, in the order of their names."""
    return sorted(((name, str(PICTURE_NAMES.get(name, name))) for name in pictures()), key=lambda named: named[1])
