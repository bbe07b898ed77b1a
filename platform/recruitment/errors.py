"""The refusals of recruitment."""

from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken


class RoundNotOpen(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This round is not open yet. Nothing is lost: come back when it opens."))


class RoundOver(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This round is over. What you did in it is kept; have a look at the others."))


class RightHeld(RuleBroken):
    def __init__(self) -> None:
        super().__init__(
            _("You hold this role already, until after this round's term begins. The seats are for others; nothing was changed.")
        )


class NoQuizHere(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("There is no quiz in this round. Nothing was changed."))


class TooFewQuestions(RuleBroken):
    def __init__(self, there: int, wanted: int) -> None:
        super().__init__(
            _("The quiz draws %(wanted)s questions, and there are only %(there)s. Nothing was opened; write some more.")
            % {"wanted": wanted, "there": there}
        )


class NotYourTurn(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("That was not the question asked. Your answers so far are safe; reload the page and go on."))


class TimeIsUp(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("Time is up. Every answer given before counts; there is nothing more to do."))


class AlreadyOut(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You are not in this round any more. Nothing was changed."))


class RoundBegun(RuleBroken):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The quiz has opened, so its questions, times and seats stay as they were announced. Nothing was changed. "
                "Put them back in the editor, or copy the campaign to ask anew."
            )
        )
