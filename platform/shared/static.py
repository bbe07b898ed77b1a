"""Static files by their hashed names."""

from collections.abc import Iterator
from typing import Any, override

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from shared.bundling import bundles, sheets


class RememberingStaticFiles(CompressedManifestStaticFilesStorage):
    """Works out the address of a file once per process: a page asks for the sprite's forty times.

    Modules and sheets are joined into one file for each entry (`shared.bundling`); what is still imported is so by its hashed
    name: a phone keeps it for good, and never mixes two releases.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # one for each level of imports

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    @override
    def url(self, name: str, force: bool = False) -> str:
        if force or settings.DEBUG:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]

    @override
    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any) -> Iterator[tuple[str, str, bool]]:
        yield from super().post_process(paths | _joined(paths), *args, **options)


def _joined(paths: dict[str, tuple[Storage, str]]) -> dict[str, tuple[Storage, str]]:
    """Where the joined text of each entry is read from, in place of what its author wrote."""
    modules = {name: _text(*place) for name, place in paths.items() if name.startswith("js/") and name.endswith(".js")}
    styles = {name: _text(*place) for name, place in paths.items() if name.startswith("css/") and name.endswith(".css")}
    memory = InMemoryStorage()
    for name, text in (bundles(modules) | sheets(styles)).items():
        memory.save(name, ContentFile(text))
    return {name: (memory, name) for name in modules | styles if memory.exists(name)}


def _text(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text
