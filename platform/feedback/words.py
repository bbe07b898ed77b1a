"""The runner's own words, handed to its module with the page: one catalogue for server and phone."""

from functools import lru_cache

from django.utils.translation import gettext as _


@lru_cache(maxsize=10)
def runner_words(_language: str | None) -> dict[str, str]:
    """By key, in the language of the moment, which is the one given; `{name}` is filled in on the phone."""
    return _saving() | _moving() | _asking() | _cards() | _checking()


def _saving() -> dict[str, str]:
    return {
        "saved": _("Saved"),
        "saving": _("Saving"),
        "phone": _("On this phone"),
        "failed": _("Failed, will retry"),
        "conflict": _("Please choose"),
        "refused": _("Not saved"),
        "signedOut": _("You were signed out. Your answers wait on this phone: sign in again and they send themselves."),
        "signIn": _("Sign in"),
        "noStorage": _("This browser keeps nothing on the phone. Stay on this page until it says “Saved”."),
        "offline": _("You’re offline. Nothing is lost: keep writing, it sends itself when the signal comes back."),
        "conflictTitle": _("This answer was changed on another device."),
        "mine": _("Here: {value}"),
        "theirs": _("There: {value}"),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take theirs"),
        "empty": _("empty"),
    }


def _moving() -> dict[str, str]:
    return {
        "stepOf": _("Step {n} of {total}"),
        "back": _("Back"),
        "next": _("Next"),
        "toCheck": _("Check and send"),
        "sendBy": _("Send by {when}"),
        "firstThen": _("Live it at {first} first, then at {second}. The order was drawn for you."),
        "fromReviewer": _("From the reviewer: {words}"),
    }


def _asking() -> dict[str, str]:
    return {
        "optional": _("if you like"),
        "clear": _("Clear"),
        "nps0": _("not at all"),
        "nps10": _("certainly"),
        "csat1": _("very bad"),
        "csat5": _("very good"),
        "ces1": _("very hard"),
        "ces7": _("very easy"),
        "emotion-2": _("Awful"),
        "emotion-1": _("Poor"),
        "emotion0": _("So-so"),
        "emotion1": _("Good"),
        "emotion2": _("Great"),
        "more": _("{difference} more at {who}"),
        "equal": _("The same at both"),
        "notANumber": _("Type a number here."),
        "yourWords": _("In your own words"),
        "addPhoto": _("Take a photo"),
        "anotherPhoto": _("One more"),
        "photoSaved": _("Saved"),
        "photoWaits": _("On this phone"),
        "photoSending": _("Sending"),
        "photoFailed": _("Not sent. Tap to retry"),
        "photoAlt": _("Photo {n}"),
        "photoRemove": _("Remove photo {n}"),
        "photoUnread": _("This picture could not be read. Try another one."),
        "photosWait": _(
            "Photos that have not arrived are kept on this phone and send themselves. Please don’t clear the browser’s data yet."
        ),
        "photoCount": _("{n} of at least {least}"),
    }


def _cards() -> dict[str, str]:
    return {
        "painTitle": _("Pain point {n}"),
        "painAdd": _("Add a pain point"),
        "painWhere": _("Where did it hurt?"),
        "painChoose": _("Choose a place"),
        "painWhat": _("What happened?"),
        "painSeverity": _("How bad was it?"),
        "painMild": _("a trifle"),
        "painBad": _("I would leave"),
        "painWhom": _("Whom else would it hurt?"),
        "ideaTitle": _("Idea {n}"),
        "ideaAdd": _("Add an idea"),
        "ideaSource": _("Who does it better? A company or an industry"),
        "ideaTheyDo": _("What do they do?"),
        "ideaHere": _("What would it be here?"),
        "ideaDelight": _("How delightful would it be?"),
        "ideaNice": _("nice"),
        "ideaScream": _("I would scream"),
        "remove": _("Remove"),
    }


def _checking() -> dict[str, str]:
    return {
        "checkTitle": _("Ready to send?"),
        "checkLead": _("We look through it once with you."),
        "checkAgain": _("Look again"),
        "duty-compare": _("Compare"),
        "duty-compare-what": _("every pair answered, at home and at the rival"),
        "duty-voice": _("Voice"),
        "duty-voice-what": _("your marks and your own words"),
        "duty-pain": _("Pain points"),
        "duty-pain-what": _("at least one"),
        "duty-think": _("Think"),
        "duty-think-what": _("at least one idea"),
        "done": _("done"),
        "open": _("missing"),
        "stillMissing": _("Still missing"),
        "goThere": _("Go there"),
        "allThere": _("Everything is there."),
        "arrived": _("Everything has arrived (answers: {answers}, photos: {photos}). Safe to close."),
        "notArrived": _("Not safe to close yet. Still on this phone: {n}."),
        "checkFailed": _("We could not check just now. Your answers are safe; look again in a moment."),
        "send": _("Send for review"),
        "sendAgain": _("Send again"),
        "sending": _("Sending"),
        "sendFailed": _("It did not go through. Nothing is lost: send again, it counts only once."),
    }
