"""The runner's own words, handed to its module with the page: one catalogue for server and phone."""

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@lru_cache(maxsize=10)
def runner_words(_language: str | None) -> dict[str, str]:
    """By key, in the language of the moment, which is the one given; `{name}` is filled in on the phone."""
    return _saving() | _moving() | _asking() | _measuring() | _placing() | _cards() | _contacts() | _checking()


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
        "noRoom": _("This phone is full, so the newest is not kept on it yet. Stay on this page until it says “Saved”, or make room."),
        "closedHere": _("This task takes no answers from here any more. What only this phone has is kept: save a copy."),
        "timeLeft": _("{time} left"),
        "timeOver": _("the time is over"),
        "timeOverWords": _("The time for this task is over by our clock. What has not arrived is kept on this phone: save a copy."),
        "saveCopy": _("Save a copy"),
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
        "checkName": _("Check"),
        "sendBy": _("Send by {when}"),
        "firstThen": _("Live it at {first} first, then at {second}. The order was drawn for you."),
        "fromReviewer": _("From the reviewer: {words}"),
        "moreAsked": _("Your answer opened another question below."),
        "trial": _("Only a trial"),
        "trialEnd": _("Here a tester sees what is still missing, and sends. In a trial nothing is kept and nothing is sent."),
        "scenario": _("Scenario"),
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
        "notWhole": _("Type a whole number here, without a separator for thousands."),
        "notPlain": _("Type a number here, without a separator for thousands."),
        "yourWords": _("In your own words"),
        "addPhoto": _("Take a photo"),
        "anotherPhoto": _("One more"),
        "photoSaved": _("Saved"),
        "photoWaits": _("On this phone"),
        "photoSending": _("Sending"),
        "photoFailed": _("Not sent. Tap to retry"),
        "photoAlt": _("Photo {n}"),
        "photoRemove": _("Remove photo {n}"),
        "photoStays": _("The photo could not be removed just now. Try again when there is a network."),
        "photoUnread": _("This picture could not be read. Try another one."),
        "photosWait": _(
            "Photos that have not arrived are kept on this phone and send themselves. Please don’t clear the browser’s data yet."
        ),
        "photoCount": _("{n} of at least {least}"),
        "photoTakenNow": _("With the camera, here and now."),
        "photoRoom": _("Photos that fit here: {n}. The first of those you chose were added, the others were not."),
        "photoOld": _("This picture was taken earlier. Take a new one now."),
    }


def _measuring() -> dict[str, str]:
    return {
        "choose": _("Choose"),
        "startAgain": _("Start again"),
        "scoreLow": _("worst"),
        "scoreHigh": _("best"),
        "starsOf": _("{n} of {most} stars"),
        "less": _("Less"),
        "moreOf": pgettext("ranking", "More"),
        "rankHow": _("Tap what comes first, then second, and so on. The arrows mend it."),
        "rankPlace": _("{what}: place as number {n}"),
        "rankNow": _("{what} is now {n} of {total}"),
        "rankUp": _("Move up"),
        "rankDown": _("Move down"),
        "today": _("Today"),
        "now": _("Now"),
        "notADate": _("This is no date yet. Give day, month and year."),
        "notATime": _("This is no time yet. Give hours and minutes."),
        "hours": _("hours"),
        "hoursUnit": pgettext("unit", "h"),
        "hoursShort": _("{n} h"),
        "minutes": _("minutes"),
        "minutesUnit": pgettext("unit", "min"),
        "minutesShort": _("{n} min"),
        "seconds": _("seconds"),
        "secondsUnit": pgettext("unit", "s"),
        "secondsShort": _("{n} s"),
        "clockStart": _("Start the clock"),
        "clockStop": _("Stop"),
        "clockGoOn": _("Go on"),
        "promisedWithin": _("within {time}"),
        "promiseKept": pgettext("promise", "Kept"),
        "promiseBroken": _("Not kept"),
        "tookHowLong": _("How long did it take?"),
    }


def _placing() -> dict[str, str]:
    return {
        "placeCheck": _("I am here: check"),
        "placeLooking": _("Looking where you are"),
        "placeAgain": _("Check again"),
        "placeInside": _("You are at the place."),
        "placeOutside": _("You are not at the place."),
        "placeFar": _("Not there yet: {far} to go."),
        "placeUnknown": _("Your phone can’t tell where it is. That’s all right: go on."),
        "placeUnknownStrict": _("Your phone can’t tell where it is. Allow the location for this page, step outside, and check again."),
        "placePrivate": _("Your position stays on this phone. We only keep whether you were there."),
        "place-inside": _("at the place"),
        "place-outside": _("not at the place"),
        "place-unknown": _("could not be told"),
        "metres": _("{n} m"),
        "kilometres": _("{n} km"),
        "scan": _("Scan the code"),
        "scanReading": _("Reading the code"),
        "scanRead": _("Read: {code}"),
        "scanNothing": _("No code was found in this picture. Go closer, hold still, or type it."),
        "scanOffline": _("Without a network this phone can’t read the picture. Type the code, or scan it later."),
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


def _contacts() -> dict[str, str]:
    return {
        "contactTitle": _("Contact {n}"),
        "contactAdd": _("Add a contact"),
        "contactWhen": _("When?"),
        "contactChannel": _("How?"),
        "contactChoose": _("Choose a channel"),
        "contactChased": _("Who got in touch?"),
        "chased-us": _("They did"),
        "chased-me": _("I had to"),
        "contactOutcome": _("How did it end?"),
    }


def channel_names() -> dict[str, str]:
    """How company and customer may meet, in the language of the moment."""
    return {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "chat": _("Chat"),
        "app": _("App"),
        "branch": _("Branch"),
        "letter": _("Letter"),
        "social": _("Social media"),
        "other": _("Another way"),
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
