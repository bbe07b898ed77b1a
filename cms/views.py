"""A campaign as members see it, in its own colours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cms.selectors import get_campaign, picture_of, tasks_of
from cms.themes import sheet_of
from members.rights import member_required
from shared.http import MemberRequest
from tasks_catalog.themes import stamp_of


@require_safe
@member_required
def campaign(request: MemberRequest, slug: str) -> HttpResponse:
    found = get_campaign(slug)
    context = {"campaign": found, "tasks": tasks_of(found, member=request.user), "picture": picture_of(found)}
    context |= {"wording": found.theme.get("wording", {}), "stamp": stamp_of(found.theme)}
    return render(request, "cms/campaign.html", context)


@require_safe
@member_required
@gzip_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The six brand variables, as a sheet of their own: the pages allow no styles in the page. With `?v=` the address changes with it."""
    kept = 31_536_000 if "v" in request.GET else 300
    sheet = sheet_of(get_campaign(slug).theme)
    return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": f"private, max-age={kept}"})
