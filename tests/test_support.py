from threading import get_ident

import pytest

from members.models import Member
from tests.support import at_the_same_time


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
