"""The desk where people are asked in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from home.inviting import ask_in
from members.forms import InviteForm
from members.models import Invitation
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, rights_required
from members.selectors import invitations
from members.selectors import people as people_of
from members.services import withdraw_invitation
from shared.errors import RuleBroken
from shared.http import MemberRequest

SHOWN = 50


@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    return _page(request, InviteForm())


@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        invitation = ask_in(**form.cleaned_data, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form, status=409)
    messages.success(request, _("%(email)s is invited; the letter is on its way.") % {"email": invitation.email})
    return redirect("home:people")


@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
@require_POST
def withdraw(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    try:
        withdraw_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("home:people")


def _page(request: MemberRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    page = Paginator(people_of(query), SHOWN).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": query, "invitations": invitations()[:SHOWN], "now": timezone.now()}
    return render(request, "home/people.html", context, status=status)
