"""Which pain points say nearly the same: cosine over TF-IDF of character n-grams, which needs no words and so reads Chinese too."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

GRAMS = (2, 3)
ALIKE = 0.18


@dataclass(frozen=True)
class Suggestion:
    key: int
    score: float


def grams(text: str) -> Counter[str]:
    """Character n-grams of the text in lower case, without marks and with single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in plain).split())} "
    return Counter(plain[i : i + size] for size in GRAMS for i in range(len(plain) - size + 1))


class Similarity:
    """Vectors of a fixed set of texts; `nearest` ranks groups of them for one of them."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        counts = {key: grams(text) for key, text in texts.items()}
        spread = Counter(gram for found in counts.values() for gram in found)
        self._vectors = {key: _unit(found, spread, len(texts)) for key, found in counts.items()}

    def between(self, one: int, other: int) -> float:
        first, second = self._vectors[one], self._vectors[other]
        if len(first) > len(second):
            first, second = second, first
        return sum(weight * second.get(gram, 0.0) for gram, weight in first.items())

    def nearest(self, one: int, groups: Mapping[int, Sequence[int]], *, most: int = 3) -> list[Suggestion]:
        """The groups with the most similar member, best first; only those that are alike at all."""
        best = [
            Suggestion(key, max((self.between(one, member) for member in members if member != one), default=0.0))
            for key, members in groups.items()
        ]
        return sorted((found for found in best if found.score >= ALIKE), key=lambda found: (-found.score, found.key))[:most]


def _unit(found: Counter[str], spread: Counter[str], documents: int) -> dict[str, float]:
    weights = {gram: (1 + log(count)) * (1 + log((1 + documents) / (1 + spread[gram]))) for gram, count in found.items()}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}
