"""Evidence that rows were not touched: a Merkle root over a batch of them, chained to the batch before. Pure functions.

Leaves and nodes are told apart as in RFC 6962 (Certificate Transparency), so that no node passes for a leaf.
"""

from collections.abc import Sequence
from hashlib import sha256

LEAF_BYTES = 16


def leaf(row: str) -> bytes:
    """What stands for one row, written down in its canonical form; 128 bits."""
    return sha256(b"\0" + row.encode()).digest()[:LEAF_BYTES]


def root(leaves: Sequence[bytes]) -> str:
    """The Merkle root in hex: an odd one at the end goes up as it is; of nothing it is the hash of nothing."""
    if not leaves:
        return sha256(b"").hexdigest()
    level = list(leaves)
    while len(level) > 1:
        paired = [sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return sha256(b"\2" + level[0]).hexdigest()


def link(previous: str, *, record: str, number: int, first: int, last: int, count: int, root: str) -> str:
    """The digest of one seal in hex: it stands for its rows and for every seal before it."""
    return sha256(f"{previous}|{record}|{number}|{first}|{last}|{count}|{root}".encode()).hexdigest()


def packed(ids: Sequence[int], leaves: Sequence[bytes], *, first: int) -> bytes:
    """Ids (as distances from `first`, 6 bytes) and leaves one after the other: enough to name the row that differs."""
    return b"".join((row - first).to_bytes(6) + one for row, one in zip(ids, leaves, strict=True))


def unpacked(both: bytes, *, first: int) -> dict[int, bytes]:
    """Id to leaf, in order."""
    size = 6 + LEAF_BYTES
    return {first + int.from_bytes(both[at : at + 6]): both[at + 6 : at + size] for at in range(0, len(both), size)}
