"""Questionnaires that were published: no change of them is possible, so a process may remember them."""

from functools import lru_cache

from tasks_catalog.models import QuestionnaireVersion


@lru_cache(maxsize=100)
def version_of(pk: int) -> QuestionnaireVersion:
    """The version with this number, only to be read: every reader in this process has the same one."""
    return QuestionnaireVersion.objects.get(pk=pk)
