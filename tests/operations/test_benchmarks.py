"""The benchmarks measure fairly: in turn, by medians, against goals that can be missed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from operations.benchmarks.crowd import run
from operations.benchmarks.own_database import Server
from operations.benchmarks.pgbench import stretch_of
from operations.benchmarks.printing import verdict, write_json
from operations.benchmarks.rounds import Goal, Ratio, alternate, at_least, at_most, exactly, judge, milliseconds
from operations.benchmarks.rush import answer_in
from operations.benchmarks.sections import SECTIONS, Bench, NoSuchSection, chosen
from operations.benchmarks.web import request

ROOT = Path(__file__).resolve().parents[2]


def a_ratio(ours: list[float], yardstick: list[float], goal: Goal) -> Ratio:
    return judge(section="seats", name="ours ÷ theirs", ours=ours, yardstick=yardstick, goal=goal, unit="/s")


def test_the_works_take_turns_and_the_order_turns_round_each_round() -> None:
    order: list[str] = []

    def named(name: str) -> Callable[[], float]:
        def work() -> float:
            order.append(name)
            return 1.0

        return work

    alternate({"ours": named("ours"), "theirs": named("theirs")}, rounds=3, warm_up=0)

    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]


def test_the_warm_up_does_not_count() -> None:
    cold_then_warm = iter([100.0, 1.0, 1.0])

    found = alternate({"ours": lambda: next(cold_then_warm)}, rounds=2, warm_up=1)

    assert found == {"ours": [1.0, 1.0]}


def test_one_disturbed_round_changes_nothing() -> None:
    ratio = a_ratio([10, 10, 10, 10, 900], [20, 20, 20, 20, 1], at_least(0.4))

    assert ratio.ratio == 0.5


def test_a_machine_that_is_slower_for_a_while_is_slower_for_both() -> None:
    ratio = a_ratio([10, 10, 1, 1, 1], [20, 20, 2, 2, 2], at_least(0.4))

    assert ratio.ratio == 0.5


@pytest.mark.parametrize(("ours", "yardstick"), [([1.0] * 4, [1.0] * 4), ([1.0] * 5, [1.0] * 6)])
def test_fewer_than_five_rounds_or_unpaired_ones_are_no_ratio(ours: list[float], yardstick: list[float]) -> None:
    with pytest.raises(ValueError, match="5 rounds or more"):
        a_ratio(ours, yardstick, at_least(1))


@pytest.mark.parametrize(
    ("goal", "just", "missed", "said"),
    [(at_least(0.75), 0.75, 0.7499, "≥ 0.75"), (at_most(6), 6, 6.001, "≤ 6"), (exactly(1), 1, 0.9998, "= 1")],
)
def test_a_goal_holds_up_to_its_limit_and_no_further(goal: Goal, just: float, missed: float, said: str) -> None:
    assert goal.holds(just)
    assert not goal.holds(missed)
    assert str(goal) == said


def test_what_is_shown_is_what_was_judged() -> None:
    ratio = a_ratio([0.74999] * 5, [1.0] * 5, at_least(0.75))

    assert (ratio.ratio, ratio.holds) == (0.75, True)


def test_the_json_holds_exactly_what_others_read(tmp_path: Path) -> None:
    write_json([a_ratio([3.0] * 5, [2.0] * 5, at_least(2))], tmp_path / "found.json")

    assert json.loads((tmp_path / "found.json").read_text()) == [
        {"section": "seats", "name": "ours ÷ theirs", "ratio": 1.5, "goal": "≥ 2", "holds": False, "rounds": 5}
    ]


def test_the_closing_sentence_names_what_does_not_hold() -> None:
    good, bad = a_ratio([3.0] * 5, [2.0] * 5, at_least(1)), a_ratio([3.0] * 5, [2.0] * 5, at_least(2))

    assert verdict([good]) == "All 1 ratios hold."
    assert verdict([good, bad]) == "1 of 2 do not hold: ours ÷ theirs is 1.5, wanted ≥ 2."


def test_sections_are_chosen_by_name_and_keep_their_order() -> None:
    assert chosen("") == list(SECTIONS)
    assert chosen("ledger, seats") == ["seats", "ledger"]


def test_an_unknown_section_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoSuchSection, match=r"No such section: seat\. There are: seats, ledger, pages, figures"):
        chosen("seat")


def test_an_unknown_section_ends_the_command_before_anything_is_made() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "operations.benchmarks"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "platform"), "ONLY": "speed", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "No such section: speed" in done.stdout


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_can_be_loaded(section: str, tmp_path: Path) -> None:
    assert iter(Bench(section, server=Server("postgresql:///a"), database="", folder=tmp_path, tell=print, note=print).measure())


def test_a_call_is_timed_by_its_median() -> None:
    assert 0 <= milliseconds(lambda: None, times=9)() < 1000


def test_a_prepared_request_is_whole() -> None:
    post = request("POST", "/tasks/x/claim/", cookies="a=b", body=b"key=1", kind="text/plain")

    assert post == (
        b"POST /tasks/x/claim/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nCookie: a=b\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nkey=1"
    )


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", None),
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200"),
        (b"HTTP/1.1 302 Found\r\nLocation: /claims/7/\r\ncontent-length: 0\r\n\r\n", "302 /claims/"),
        (b'HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\n\r\n18\r\n{"outcome": "waiting"}\r\n', None),
        (b'HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\n\r\n16\r\n{"outcome": "waiting"}\r\n0\r\n\r\n', "409 waiting"),
    ],
)
def test_an_answer_counts_when_it_is_whole(received: bytes, answer: str | None) -> None:
    assert answer_in(received) == answer


def test_clients_count_what_they_did_together() -> None:
    did: list[int] = []

    def three_at_once(client: int, _clients: int) -> Callable[[], int]:
        def call() -> int:
            did.append(client)
            return 3

        return call

    works = SimpleNamespace(WORKS={"three at once": three_at_once}, finish=lambda: None)
    said = run(works, do="three at once", seconds=0.02, clients=[4, 5], of=8)

    assert set(did) == {4, 5}
    assert said["done"] == 3 * (len(did) - 2)  # each client's first call is its warm-up
    assert said["seconds"] >= 0.02


def test_a_client_that_falls_over_is_not_passed_off_as_slow() -> None:
    def fall(_client: int, _clients: int) -> None:
        raise LookupError("no such account")

    with pytest.raises(LookupError):
        run(SimpleNamespace(WORKS={"fall": fall}, finish=lambda: None), do="fall", seconds=1, clients=[0], of=1)


def test_the_own_database_lies_beside_the_given_one() -> None:
    server = Server("postgresql://me:secret@%2Frun%2Fsockets/firsthand?sslmode=prefer")

    assert server.address_of(f"{server.name}_bench") == "postgresql://me:secret@%2Frun%2Fsockets/firsthand_bench?sslmode=prefer"


def test_nothing_is_kept_on_a_server_that_was_given() -> None:
    assert not Server("postgresql://me@127.0.0.1/firsthand").keeps


def test_the_first_moments_of_new_connections_do_not_count() -> None:
    slow_first = ["0 1 400000 0 100 400000"]
    then_a_hundred_a_second = [
        f"0 {nr} 10000 0 {100 + (500_000 + nr * 10_000) // 1_000_000} {(500_000 + nr * 10_000) % 1_000_000}" for nr in range(1, 101)
    ]

    stretch = stretch_of([*slow_first, *then_a_hundred_a_second], done=101)

    assert stretch.done == 101
    assert stretch.rate == pytest.approx(100)
    assert stretch.latency(0.99) == pytest.approx(10)
