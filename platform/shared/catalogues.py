"""One catalogue of translations instead of one for each app."""

from typing import Any

from django.utils.translation.trans_real import TranslationCatalog


def merge_alike() -> None:
    """Let Django merge the catalogues of a language that count alike.

    It means to, but compares a rule's code with a rule (`TranslationCatalog.update`, Django 6.1), so that every word of a page is
    looked for in nineteen catalogues, one after the other.
    """
    TranslationCatalog.update = _update  # type: ignore[method-assign]


def _update(self: Any, trans: Any) -> None:
    if not trans._catalog.keys() - {""}:  # a head without words, as an app's English is
        return
    if trans.plural.__code__ == self._plurals[0].__code__:
        self._catalogs[0].update(trans._catalog)
    else:
        self._catalogs.insert(0, trans._catalog.copy())
        self._plurals.insert(0, trans.plural)
