"""What members read, at addresses that all languages share; its pictures; and the search."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cms.pages.reading import find_page, may_read
from cms.pages.search import search as search_for
from members.rights import member_required
from shared.http import MemberRequest

A_YEAR = 31_536_000
FOR_MEMBERS = "image/webp"  # `format-webp` in our templates; JPEG and PNG keep the place where a photo was taken
PICTURES = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A published page, in the reader's language where it is translated; one that is kept to some does not exist for others."""
    found = find_page(path)
    if found is None or not may_read(found, request):
        raise Http404
    answer: HttpResponse = found.serve(request)
    return answer


@require_safe
@member_required
def picture(request: MemberRequest, name: str) -> FileResponse:
    """A picture as our pages have it cut, without what a camera writes into it; the other cuts are for writers, originals for nobody."""
    kind, _encoding = mimetypes.guess_type(name)
    path = f"images/{name}"
    given_out = PICTURES if request.user.has_perm("wagtailadmin.access_admin") else {FOR_MEMBERS}
    if kind not in given_out or not default_storage.exists(path):
        raise Http404
    return FileResponse(
        default_storage.open(path),
        content_type=kind,
        headers={"Cache-Control": f"private, max-age={A_YEAR}, immutable", "X-Content-Type-Options": "nosniff"},
    )


@require_safe
@member_required
def search(request: MemberRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    found = search_for(typed=typed, member=request.user, now=timezone.now()) if typed else None
    return render(request, "cms/pages/search.html", {"typed": typed, "found": found})
