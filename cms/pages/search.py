"""One search for members: pages, the tasks that are offered to them, benefits."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Func, QuerySet, TextField
from wagtail.models import Page

from cms.pages.reading import each_once, languages, open_to_all
from cms.pages.records import PageWords
from cms.pages.words import Question, ask, words_of
from members.models import Member
from rewards.models import Benefit
from shared.translated import in_language
from tasks_catalog.models import Task
from tasks_catalog.offering import NEWEST, OFFERED, Walk, find

LONGEST = 80  # signs of a question
LOOKED_THROUGH = 300  # tasks that are offered to one member
SHOWN = 10  # of each kind
AROUND = 60  # signs shown before and behind what was found


@dataclass(frozen=True)
class Hit:
    page: Any
    excerpt: str


@dataclass(frozen=True)
class Found:
    pages: list[Hit]
    tasks: list[Task]
    benefits: list[Benefit]

    @property
    def count(self) -> int:
        return len(self.pages) + len(self.tasks) + len(self.benefits)


def search(*, typed: str, member: Member, now: datetime) -> Found:
    """What answers to what was typed, the best first; only what this member may see."""
    typed = typed.strip()[:LONGEST]
    if not words_of(typed):
        return Found([], [], [])
    return Found(_pages(typed), _tasks(typed, member, now), _benefits(typed))


def _pages(typed: str) -> list[Hit]:
    question = ask(typed, _vocabulary())
    readable = open_to_all(Page.objects).filter(locale__language_code__in=languages()[:2])
    words = PageWords.objects.filter(page__in=readable, words__overlap=question.variants).select_related("page__locale")
    scored = [(score, entry) for entry in words if (score := question.score(set(entry.title_words), set(entry.words)))]
    scored.sort(key=lambda pair: (-pair[0], pair[1].pk))
    entries = {entry.page.pk: entry for _score, entry in scored}
    return [Hit(page, excerpt(entries[page.pk].text, question)) for page in each_once([entry.page for entry in entries.values()])[:SHOWN]]


def _vocabulary() -> set[str]:
    words: QuerySet[PageWords, str] = (
        PageWords.objects.filter(page__live=True, page__locale__language_code__in=languages()[:2])
        .annotate(word=Func("words", function="unnest", output_field=TextField()))
        .values_list("word", flat=True)
        .distinct()
    )
    return set(words)


def _tasks(typed: str, member: Member, now: datetime) -> list[Task]:
    (offered,) = find([Walk(OFFERED, NEWEST, LOOKED_THROUGH)], member=member, now=now)
    return _best(Task.objects.filter(pk__in=offered), typed, lambda task: (task.title, [task.summary]))


def _benefits(typed: str) -> list[Benefit]:
    return _best(Benefit.objects.filter(shown=True), typed, lambda benefit: (benefit.title, [benefit.description, benefit.how_it_arrives]))


def _best[Thing](things: Iterable[Thing], typed: str, texts: Callable[[Thing], tuple[Any, list[Any]]]) -> list[Thing]:
    """Those that answer, by title and other texts, in the reader's language as the pages show them."""
    read = []
    for thing in things:
        title, others = texts(thing)
        title_words = set(words_of(in_language(title)))
        read.append((thing, title_words, title_words | {word for text in others for word in words_of(in_language(text))}))
    question = ask(typed, {word for _thing, _title, words in read for word in words})
    scored = [(score, thing) for thing, title, words in read if (score := question.score(title, words))]
    return [thing for _score, thing in sorted(scored, key=lambda pair: -pair[0])[:SHOWN]]


def excerpt(text: str, question: Question) -> str:
    """Where the first of the found words stands, with a little around it."""
    plain = re.sub(r"\s+", " ", text).strip()
    for match in re.finditer(r"\w+", plain):
        if not question.variants or not set(words_of(match[0])) & set(question.variants):
            continue
        start, end = max(0, match.start() - AROUND), min(len(plain), match.end() + AROUND)
        return ("…" if start else "") + plain[start:end].strip() + ("…" if end < len(plain) else "")
    return plain[: 2 * AROUND] + ("…" if len(plain) > 2 * AROUND else "")
