"""Questionnaires that were published: no change of them is possible, so a process may remember them."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from tasks_catalog.effort import Effort, effort_of
from tasks_catalog.models import QuestionnaireVersion

_efforts: dict[int, Effort] = {}


@lru_cache(maxsize=100)
def version_of(pk: int) -> QuestionnaireVersion:
    """The version with this number, only to be read: every reader in this process has the same one."""
    return QuestionnaireVersion.objects.get(pk=pk)


def efforts_of(versions: Collection[int]) -> Mapping[int, Effort]:
    """What answering each version takes; asks the database only about those this process has not met."""
    fresh = set(versions) - _efforts.keys()
    if fresh:
        rows = QuestionnaireVersion.objects.filter(pk__in=fresh).values_list("pk", "definition")
        _efforts.update((pk, effort_of(definition)) for pk, definition in rows)
    return _efforts
