"""Words that can be found: of every page as published, and of whatever is looked through once.

PostgreSQL's own text search takes a run of Chinese for one word and knows no Polish, and its trigrams are an extension that
the engines we bring do not have. So words are taken apart here: Chinese into pairs of signs, others into words without accents;
and a word that nobody wrote is taken for the nearest that somebody did.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from wagtail.models import Page

from cms.pages.records import PageWords

HAN = "㐀-䶿一-鿿"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
SIGN = re.compile(rf"[{HAN}]")
LETTERS = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d"})
NEAR = 0.74  # difflib's ratio of two words that are taken for one
SHORTEST_NEAR, SHORTEST_BEGIN = 4, 2
SHORTEST_TELLING = 3  # "my", "is", "za": beside longer words they tell nothing
MOST_TERMS, MOST_VARIANTS = 8, 40
ENOUGH_WORDS = 0.6  # of those of a question: both of two, two of three
ENOUGH_PAIRS = 1 / 3  # of a Chinese question: between two of its words there may be another
ASKING = re.compile("请问|为什么|怎么办|怎么|怎样|如何|什么|哪里|哪儿|可以|[吗呢吧的了]")
EXACT, BEGUN, CLOSE = 1.0, 0.8, 0.5
IN_TITLE = 3


def words_of(text: str) -> list[str]:
    """The words of a text in their order: pairs of Chinese signs, other words small and without accents."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)).translate(LETTERS)
    words: list[str] = []
    for run in RUN.findall(plain):
        words += [run] if not is_chinese(run) or len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]
    return words


def is_chinese(word: str) -> bool:
    return SIGN.match(word) is not None


@dataclass(frozen=True)
class Term:
    """A word of the question and the words it may stand for, with how near they are."""

    word: str
    variants: dict[str, float]


@dataclass(frozen=True)
class Question:
    terms: list[Term]

    @property
    def variants(self) -> list[str]:
        return [variant for term in self.terms for variant in term.variants]

    def score(self, title: Collection[str], words: Collection[str]) -> float:
        """How well a text answers; 0: not at all. Most words must be there, and enough of the Chinese pairs."""
        pairs = [_best(term, title, words) for term in self.terms if is_chinese(term.word)]
        others = [_best(term, title, words) for term in self.terms if not is_chinese(term.word)]
        return sum(pairs) + sum(others) if _enough(pairs, ENOUGH_PAIRS) and _enough(others, ENOUGH_WORDS) else 0


def ask(typed: str, vocabulary: Collection[str]) -> Question:
    """What was typed, read with the words there are; what only asks (怎么办) is left out."""
    words = words_of(ASKING.sub(" ", typed)) or words_of(typed)
    telling = [word for word in words if is_chinese(word) or len(word) >= SHORTEST_TELLING] or words
    terms = list(dict.fromkeys(telling))[:MOST_TERMS]
    return Question([Term(term, _variants(term, vocabulary)) for term in terms])


def _variants(term: str, vocabulary: Collection[str]) -> dict[str, float]:
    if is_chinese(term):
        return {term: EXACT} if len(term) > 1 else {word: EXACT for word in vocabulary if term in word}
    found: dict[str, float] = {}
    if len(term) >= SHORTEST_NEAR and not any(sign.isdigit() for sign in term):
        alike = [word for word in vocabulary if abs(len(word) - len(term)) <= 3 and not is_chinese(word)]
        found |= dict.fromkeys(get_close_matches(term, alike, n=MOST_VARIANTS, cutoff=NEAR), CLOSE)
    if len(term) >= SHORTEST_BEGIN:
        found |= dict.fromkeys([word for word in vocabulary if word.startswith(term)][:MOST_VARIANTS], BEGUN)
    return found | {term: EXACT}


def _enough(scores: list[float], share: float) -> bool:
    return sum(score > 0 for score in scores) >= share * len(scores)


def _best(term: Term, title: Collection[str], words: Collection[str]) -> float:
    in_title = max((near for word, near in term.variants.items() if word in title), default=0.0)
    in_words = max((near for word, near in term.variants.items() if word in words), default=0.0)
    return max(IN_TITLE * in_title, in_words)


def keep_words(page: Page) -> None:
    """Remember what a page says, now that it was published."""
    title = words_of(page.title)
    text = page.plain_text
    PageWords.objects.update_or_create(
        page_id=page.pk, defaults={"title_words": _set(title), "words": _set([*title, *words_of(text)]), "text": text}
    )


def forget_words(page: Page) -> None:
    PageWords.objects.filter(page_id=page.pk).delete()


def _set(words: Iterable[str]) -> list[str]:
    return sorted(set(words))
