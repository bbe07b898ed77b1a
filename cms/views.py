"""A campaign as members see it, in its own colours."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.models import CampaignPage
from cms.selectors import get_campaign, picture_of, tasks_of
from members.rights import member_required
from shared.http import MemberRequest

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@require_safe
@member_required
def campaign(request: MemberRequest, slug: str) -> HttpResponse:
    found = get_campaign(slug)
    context = {"campaign": found, "tasks": tasks_of(found, member=request.user), "picture": picture_of(found)}
    return render(request, "cms/campaign.html", context | {"wording": found.theme.get("wording", {})})


@require_safe
@member_required
def theme(_request: HttpRequest, slug: str) -> HttpResponse:
    """The six brand variables, as a sheet of their own: the pages allow no styles in the page."""
    colours = get_campaign(slug).theme
    lines = [f"--{name}: {colours[name]};" for name in CampaignPage.THEME if COLOUR.fullmatch(str(colours.get(name, "")))]
    return HttpResponse(f":root {{ {' '.join(lines)} }}\n", content_type="text/css", headers={"Cache-Control": "private, max-age=300"})
