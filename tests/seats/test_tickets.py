"""A ticket is good for one member, one pool, one session and a while."""

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from seats import tickets
from seats.tickets import GOOD_FOR, Ticket, TicketRefused

LATER = timedelta(hours=2)


def ticket_for(noon: datetime, **also: object) -> str:
    words = {"kind": "task", "pool": 7, "member": 3, "language": "zh-hans", "session": "her-cookie", "opens_at": noon, "now": noon} | also
    return tickets.issue(**words)  # type: ignore[arg-type]


def test_it_says_who_may_ask_for_what_and_in_which_language(noon: datetime) -> None:
    until = int((noon + GOOD_FOR).timestamp())

    read = tickets.read(ticket_for(noon), session="her-cookie", now=noon)

    assert read == Ticket(kind="task", pool=7, member=3, language="zh-hans", expires=until)


def test_a_page_opened_long_before_the_door_is_good_when_it_opens(noon: datetime) -> None:
    early = ticket_for(noon, opens_at=noon + LATER)

    assert tickets.read(early, session="her-cookie", now=noon + LATER).pool == 7


def refusal(text: str, noon: datetime, session: str = "her-cookie") -> str:
    with pytest.raises(TicketRefused) as refused:
        tickets.read(text, session=session, now=noon)
    return refused.value.why


def test_it_expires(noon: datetime) -> None:
    assert refusal(ticket_for(noon), noon + GOOD_FOR) == "expired"


def test_in_another_session_it_is_worth_nothing(noon: datetime) -> None:
    assert refusal(ticket_for(noon), noon, session="eves-cookie") == "foreign"


def test_without_a_session_it_is_worth_nothing(noon: datetime) -> None:
    assert refusal(ticket_for(noon, session=""), noon, session="") == "malformed"


@pytest.mark.parametrize(("word", "other"), [(0, "red"), (1, "8"), (2, "4"), (3, "en"), (4, "99999999999"), (5, "0" * 64)])
def test_no_word_of_it_can_be_altered(noon: datetime, word: int, other: str) -> None:
    words = ticket_for(noon).split(".")
    words[word] = other

    assert refusal(".".join(words), noon) == "foreign"


@pytest.mark.parametrize("text", ["", ".", "task.7.3", "a.b.c.d.e.f.g", "task.7.3.en." + "9" * 300 + ".x", "\u2603.1.1.en.1.x"])
def test_what_is_no_ticket_is_refused(noon: datetime, text: str) -> None:
    assert refusal(text, noon) in {"malformed", "foreign"}


def test_tickets_live_through_a_change_of_the_secret_key(noon: datetime, settings: Settings) -> None:
    old = ticket_for(noon)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-one", [settings.SECRET_KEY]

    assert tickets.read(old, session="her-cookie", now=noon).member == 3


def test_with_another_key_nobody_can_make_one(noon: datetime, settings: Settings) -> None:
    forged = ticket_for(noon)
    settings.SECRET_KEY = "the-real-one"

    assert refusal(forged, noon) == "foreign"
