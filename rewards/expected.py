"""Points that are not there yet: whoever knows of some in a room above says how many they may become."""

from collections.abc import Callable

from members.models import Member

type Count = Callable[[Member], int]

_COUNTS: dict[str, Count] = {}


def register(name: str, count: Count) -> None:
    """Let the wallet count these, too; when the app starts."""
    _COUNTS[name] = count


def expected_by(member: Member) -> int:
    """What work that nobody has decided on yet may bring."""
    return sum(count(member) for count in _COUNTS.values())
