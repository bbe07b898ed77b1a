"""Is this fairness record right? Computes the draw again and plays the record through; needs nothing but Python.

    python3 recompute.py record.json

Says what it checked and ends with 0, or names the first difference and ends with 1; 2 when the file is no such record.
What this can prove and what it cannot stands in docs/fairness.md of Firsthand.
"""

import hashlib
import json
import sys
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

FORMAT = "firsthand-fairness-1"
OPEN, SMALL = "", "*"  # seats for everybody; seats of departments too small to be told apart
SAME_MOMENT = timedelta(seconds=1)  # requests so close together may stand in the list in either order
NEVER_DRAWN = float("inf")


class Difference(Exception):
    """The first thing that is not as it must be."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        record = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise ValueError(f"its format is {record['format']!r}, this script reads {FORMAT!r}")
        for finding in check(record):
            print("ok:", finding)
    except Difference as difference:
        print("DIFFERENCE:", difference)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"This is not a fairness record that can be read: {type(error).__name__}: {error}")
        return 2
    print("The draw is right." if record["draw"] and record["draw"]["seed"] else "The record is right.")
    return 0


def check(record: dict[str, Any]) -> list[str]:
    """What was found right; raises Difference."""
    events = record["events"]
    for place, event in enumerate(events, start=1):
        expect(event["n"] == place, f"line {place} of the record is numbered {event['n']}: a line is missing, added or moved")
    return [f"{len(events)} lines, numbered without a gap", *check_draw(record), *Replay(record).run()]


def expect(condition: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise Difference(otherwise)


# The draw ---------------------------------------------------------------------


def check_draw(record: dict[str, Any]) -> list[str]:
    draw, drawn_lines = record["draw"], [event for event in record["events"] if event["what"] == "drawn"]
    if not draw or not draw["seed"]:
        expect(not drawn_lines, "seats were drawn, but no seed is shown")
        return [f"not drawn yet; keep this commitment: {draw['commitment']}"] if draw else []
    found = hashlib.sha256(bytes.fromhex(draw["seed"])).hexdigest()
    expect(found == draw["commitment"], f"the seed gives the commitment {found}, but {draw['commitment']} was published")
    shares = dict(draw["order"])
    expect(len(shares) == len(draw["order"]), "somebody stands twice in the drawn order")
    check_requests(record, set(shares))
    order = drawn_order(draw["seed"], shares)
    for place, (mine, theirs) in enumerate(zip(order, (sign for sign, _share in draw["order"]), strict=True), start=1):
        expect(mine == theirs, f"place {place} of the drawn order is {theirs}, but the seed puts {mine} there")
    return ["the seed is the one committed to", f"the order of {len(order)} requests follows from it", check_winners(record, order, shares)]


def check_requests(record: dict[str, Any], drawn: set[str]) -> None:
    """Exactly those are drawn who asked in time and did not leave before the draw."""
    asked: set[str] = set()
    end, drawn_at = moment(record["pool"]["draws_at"]), moment(record["draw"]["drawn_at"])
    expect(drawn_at >= end, "the draw was before the end of the window")
    winners = any(event["what"] == "drawn" for event in record["events"])
    for event in record["events"]:
        if event["what"] == "drawn" or (not winners and moment(event["at"]) > drawn_at):
            break
        if event["what"] == "requested" and moment(event["at"]) < end:
            asked.add(event["who"])
        if event["what"] == "left_list":
            asked.discard(event["who"])
    for sign in sorted(asked - drawn):
        raise Difference(f"{sign} asked in time, but was not drawn")
    for sign in sorted(drawn - asked):
        raise Difference(f"{sign} was drawn without having asked in time")


def drawn_order(seed: str, signs: Any) -> list[str]:
    """By sha256(seed + sha256(all signs, sorted, one a line) + sign), the smallest first."""
    asked = sorted(signs)
    start = bytes.fromhex(seed) + hashlib.sha256("\n".join(asked).encode()).digest()
    return sorted(asked, key=lambda sign: hashlib.sha256(start + sign.encode()).digest())


def check_winners(record: dict[str, Any], order: list[str], shares: dict[str, Any]) -> str:
    share_of = {number: share for share, numbers in record["seats"].items() for number in numbers}
    drawn = [event for event in record["events"] if event["what"] == "drawn"]
    got = {event["who"]: share_of.get(event["seat"], OPEN) for event in drawn}
    expect(len(got) == len(drawn), "somebody was drawn two seats")
    small = {sign for sign, share in got.items() if share == SMALL}
    left = dict(record["draw"]["seats"])
    expect(len(small) <= left.get(SMALL, 0), "more seats of small departments were given than there are")
    for sign in sorted(small):
        expect(shares[sign] is None, f"{sign} got a seat of another department's share")
    must = winners([sign for sign in order if sign not in small], shares, left) | dict.fromkeys(small, SMALL)
    for sign in order:
        expect(got.get(sign) == must.get(sign), f"{sign} {says(got.get(sign))}, but by the drawn order {says(must.get(sign))}")
    told = [event["who"] for event in drawn]
    expect(told == [sign for sign in order if sign in got], "the seats were not written down in the drawn order")
    return f"{len(must)} winners, share by share" + (f"; the order inside small departments ({len(small)}) is not public" if small else "")


def winners(order: list[str], shares: dict[str, Any], seats: dict[str, int]) -> dict[str, str]:
    """Reserved seats to their own people first, the others to all the rest, both in the drawn order."""
    left, won = dict(seats), {}
    for sign in order:
        share = shares[sign]
        if share is not None and left.get(share, 0):
            left[share] -= 1
            won[sign] = share
    rest = [sign for sign in order if sign not in won]
    return won | dict.fromkeys(rest[: left.get(OPEN, 0)], OPEN)


def says(share: Any) -> str:
    return "gets no seat" if share is None else "gets a seat for everybody" if share == OPEN else f"gets a seat of share {share}"


# The rest of the record -------------------------------------------------------


class Replay:
    """Plays the record through: who has which seat, who waits in which order."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self.share_of = {number: share for share, numbers in record["seats"].items() for number in numbers}
        self.share_of |= dict.fromkeys(record["removed"], OPEN)
        drawn = record["draw"]["order"] if record["draw"] and record["draw"]["seed"] else []
        self.drawn = {sign: (place, share) for place, (sign, share) in enumerate(drawn)}
        self.holders: dict[int, str] = {}
        self.seats_of: Counter[str] = Counter()
        self.waiting: dict[str, tuple[float, datetime, int]] = {}  # drawn place, when, line
        self.promoted = 0

    def run(self) -> list[str]:
        for event in self.record["events"]:
            self.line = f"line {event['n']} ({event['at']}, {event['who']}, {event['what']})"
            getattr(self, f"on_{event['what']}")(event)
        self.compare_with_the_end()
        return [
            f"never two people on one of {len(self.share_of)} seats, nobody with more than {self.record['pool']['per_person']}",
            f"{self.promoted} promotions from the wait list, each the first who waited",
            f"at the end {len(self.holders)} seats taken and {len(self.waiting)} people waiting, as the record says",
        ]

    def on_seated(self, event: dict[str, Any]) -> None:
        at = moment(event["at"])
        expect(at >= moment(self.record["pool"]["opens_at"]), f"{self.line}: a seat before the opening")
        if self.share_of.get(event["seat"]) == OPEN:
            for sign, (_place, since, _line) in self.waiting.items():
                expect(since >= at - SAME_MOMENT or sign == event["who"], f"{self.line}: a newcomer passed {sign}, who waited")
        self.waiting.pop(event["who"], None)
        self.sit(event)

    def on_waiting(self, event: dict[str, Any]) -> None:
        self.waiting.setdefault(event["who"], (NEVER_DRAWN, moment(event["at"]), event["n"]))

    def on_requested(self, event: dict[str, Any]) -> None:
        place, _share = self.drawn.get(event["who"], (NEVER_DRAWN, None))
        self.waiting.setdefault(event["who"], (place, moment(event["at"]), event["n"]))

    def on_drawn(self, event: dict[str, Any]) -> None:
        expect(self.waiting.pop(event["who"], None) is not None, f"{self.line}: had not asked")
        self.sit(event)

    def on_promoted(self, event: dict[str, Any]) -> None:
        mine = self.waiting.pop(event["who"], None)
        if mine is None:
            raise Difference(f"{self.line}: was not waiting")
        share = self.share_of.get(event["seat"])
        for sign, other in self.waiting.items():
            eligible = share == OPEN or (share != SMALL and self.drawn.get(sign, (0, None))[1] == share)
            expect(not (eligible and clearly_before(other, mine)), f"{self.line}: {sign} waited before")
        self.promoted += 1
        self.sit(event)

    def on_gave_back(self, event: dict[str, Any]) -> None:
        expect(self.holders.pop(event["seat"], None) == event["who"], f"{self.line}: seat {event['seat']} was not theirs")
        self.seats_of[event["who"]] -= 1

    on_expired = on_passed_over = on_gave_back

    def on_left_list(self, event: dict[str, Any]) -> None:
        expect(self.waiting.pop(event["who"], None) is not None, f"{self.line}: was not waiting")

    def sit(self, event: dict[str, Any]) -> None:
        who, seat = event["who"], event["seat"]
        expect(seat in self.share_of, f"{self.line}: there is no seat {seat}")
        expect(seat not in self.holders, f"{self.line}: seat {seat} was {self.holders.get(seat)}'s at that moment")
        self.holders[seat] = who
        self.seats_of[who] += 1
        most = self.record["pool"]["per_person"]
        expect(self.seats_of[who] <= most, f"{self.line}: more than {most} at a time for one person")

    def compare_with_the_end(self) -> None:
        live = {int(number): sign for number, sign in self.record["live"].items()}
        for number in sorted(self.holders.keys() | live.keys()):
            told, found = live.get(number, "nobody"), self.holders.get(number, "nobody")
            expect(told == found, f"at the end seat {number} is said to be {told}'s, but by its lines it is {found}'s")
        told = self.record["waiting"]
        expect(len(told) == len(set(told)), "somebody stands twice in the wait list")
        for sign in sorted(self.waiting.keys() ^ set(told)):
            raise Difference(
                f"{sign} {'waits by the lines, but is not in' if sign in self.waiting else 'did not ask, but is in'} the wait list"
            )
        for place, (one, next_one) in enumerate(pairwise(told), start=1):
            wrong = clearly_before(self.waiting[next_one], self.waiting[one])
            expect(not wrong, f"the wait list has {one} on place {place} before {next_one}, who came first")


def clearly_before(one: tuple[float, datetime, int], other: tuple[float, datetime, int]) -> bool:
    """By the drawn place; else by the lines, unless the clock says that they came in the same moment or the other way round."""
    if one[0] != other[0]:
        return one[0] < other[0]
    return one[2] < other[2] and other[1] - one[1] > SAME_MOMENT


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
