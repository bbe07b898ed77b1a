"""An editor that is sent before its scripts have drawn its blocks comes without them. That is nobody's fault and harms nothing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _


class UnfinishedEditorMiddleware:
    """Such a form leads back to its page, which says so; Wagtail would answer that something broke."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (request.path.startswith(settings.ADMIN_PATH) and _lacks_its_blocks(exception)):
            return None
        told = _("The page was sent before it had come whole, so nothing was changed. It is whole now: try again.")
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"success": False, "error_code": "unfinished", "error_message": told}, status=400)
        messages.warning(request, told)
        return HttpResponseRedirect(request.get_full_path())


def _lacks_its_blocks(exception: Exception) -> bool:
    """Every stream and list of blocks says how many it holds."""
    return isinstance(exception, MultiValueDictKeyError) and str(exception.args[0]).endswith("-count")
