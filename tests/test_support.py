import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from pytest_django.live_server_helper import LiveServer

from members.models import Member
from tests.support import at_the_same_time, wait_for_the_live_server


def test_calls_run_in_threads_of_their_own() -> None:
    first, second = at_the_same_time(get_ident, get_ident)
    assert first != second


def test_a_refusal_is_an_answer() -> None:
    def refuse() -> int:
        raise ValueError("no")

    one, other = at_the_same_time(lambda: 1, refuse)
    assert one == 1
    assert isinstance(other, ValueError)


@pytest.mark.django_db(transaction=True)
def test_threads_see_what_is_committed(ada: Member) -> None:
    assert at_the_same_time(lambda: Member.objects.get().pk, Member.objects.count) == [ada.pk, 1]


def test_whoever_is_gone_is_answered_before_the_tables_are_emptied(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end, answered = Event(), Event(), Event()

    def slow(_house: WSGIHandler, _asked: HttpRequest) -> HttpResponse:
        begun.set()
        may_end.wait(timeout=20)
        answered.set()
        return HttpResponse()

    monkeypatch.setattr(WSGIHandler, "get_response", slow)
    where = urlsplit(live_server.url)
    with socket.create_connection((where.hostname or "", where.port or 0)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        begun.wait(timeout=20)

    with ThreadPoolExecutor(1) as waiter:
        waiting = waiter.submit(wait_for_the_live_server)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
        may_end.set()
        waiting.result(timeout=20)
    assert answered.is_set()
