"""The refusals of a claim."""

from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken


class ClaimNotHeld(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This task is no longer yours to start or release. Your points are safe; look among your tasks."))


class ClaimElsewhere(RuleBroken):
    """The claim is in another state than this step needs."""

    def __init__(self) -> None:
        super().__init__(_("This task has moved on in the meantime, so nothing was changed. Reload the page to see where it is."))
