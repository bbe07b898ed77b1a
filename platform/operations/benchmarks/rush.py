"""Sends prepared requests over kept connections, as fast as they are answered: `python rush.py HOST PORT CONNECTIONS FILE`.

A process of its own with nothing but the standard library and no framework under it: on a small machine the client shares
the cores with what it measures. FILE holds the requests, each after its length in four bytes; each is sent once. Prints JSON.
"""

import json
import re
import select
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_OUTCOME = re.compile(rb'"outcome":\s*"(\w+)"')
_PATIENCE = 120.0  # seconds without any answer


def requests_in(file: Path) -> list[bytes]:
    whole, found, place = file.read_bytes(), list[bytes](), 0
    while place < len(whole):
        (length,) = struct.unpack_from("!I", whole, place)
        found.append(whole[place + 4 : place + 4 + length])
        place += 4 + length
    return found


def answer_in(received: bytes) -> str | None:
    """The answer in short when it is whole, else None."""
    head, parted, body = received.partition(b"\r\n\r\n")
    if not parted:
        return None
    lowered = head.lower()
    if (at := lowered.find(b"content-length:")) >= 0:
        if len(body) < int(lowered[at + 15 :].split(b"\r\n", 1)[0]):
            return None
    elif b"transfer-encoding: chunked" in lowered and not body.endswith(b"0\r\n\r\n"):
        return None
    return in_short(head, lowered, body)


def in_short(head: bytes, lowered: bytes, body: bytes) -> str:
    status = head[9:12].decode()
    if (outcome := _OUTCOME.search(body)) is not None:
        return f"{status} {outcome[1].decode()}"
    if (at := lowered.find(b"location:")) >= 0:
        way = head[at + 9 :].split(b"\r\n", 1)[0].strip().decode()
        return f"{status} /{way.lstrip('/').partition('/')[0]}/"
    return status


def rush(address: tuple[str, int], connections: int, requests: list[bytes]) -> tuple[float, Counter[str]]:
    waiting: Iterator[bytes] = iter(requests)
    answers: Counter[str] = Counter()
    lines = [socket.create_connection(address) for _ in range(min(connections, len(requests)))]
    by_number = {line.fileno(): line for line in lines}
    received = dict.fromkeys(by_number, b"")
    watch = select.epoll()
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        watch.register(line.fileno(), select.EPOLLIN)
    started = time.perf_counter()
    for line in lines:
        line.sendall(next(waiting))
    while answers.total() < len(requests):
        ready = watch.poll(_PATIENCE)
        if not ready:
            raise TimeoutError(f"No answer for {_PATIENCE} s; so far {dict(answers)}")
        for number, _event in ready:
            part = by_number[number].recv(262_144)
            if not part:
                raise ConnectionError(f"The server closed a connection; so far {dict(answers)}")
            received[number] += part
            if (answer := answer_in(received[number])) is None:
                continue
            answers[answer] += 1
            received[number] = b""
            if (following := next(waiting, None)) is not None:
                by_number[number].sendall(following)
    seconds = time.perf_counter() - started
    for line in lines:
        line.close()
    return seconds, answers


if __name__ == "__main__":
    host, port, connections, file = sys.argv[1:]
    seconds, answers = rush((host, int(port)), int(connections), requests_in(Path(file)))
    print(json.dumps({"seconds": seconds, "answers": answers}))
