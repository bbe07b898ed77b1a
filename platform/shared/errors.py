"""Refusals that may be shown to a person."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """A rule of the programme says no; the text says what happened, what is safe and what to do."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)
