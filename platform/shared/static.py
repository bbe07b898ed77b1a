"""Static files by their hashed names."""

from typing import override

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberingStaticFiles(CompressedManifestStaticFilesStorage):
    """Works out the address of a file once per process: a page asks for the sprite's forty times.

    Modules import each other by hashed names, too: a phone keeps them for good, and never mixes two releases.
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
