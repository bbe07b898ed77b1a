"""The desk where people are asked in and given their roles."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.appointing import OPENS, appoint
from home.inviting import ask_in
from members.appointing import may_appoint
from members.forms import AppointForm, InviteForm
from members.models import Invitation, Member
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, RIGHTS, rights_required
from members.selectors import invitations
from members.selectors import people as people_of
from members.services import withdraw_invitation
from shared.errors import RuleBroken
from shared.http import MemberRequest

SHOWN = 50


@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    return _page(request, InviteForm(may_appoint=may_appoint(request.user)))


@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST, may_appoint=may_appoint(request.user))
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


@rights_required(ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, member_id: int) -> HttpResponse:
    """One member's rights and department; only an administrator gets here."""
    member = get_object_or_404(Member.objects.select_related("department"), pk=member_id)
    held = list(member.groups.values_list("name", flat=True))
    form = AppointForm(request.POST or None, initial={"rights": held, "department": member.department_id})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            appoint(member=member, **form.cleaned_data, by=request.user, now=timezone.now())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("Saved. %(name)s hears of every new role.") % {"name": member.called})
            return redirect("home:people")
    return render(
        request,
        "home/person.html",
        {"form": form, "member": member, "boxes": zip(form["rights"], OPENS.values(), strict=True)},
        status=status,
    )


def _page(request: MemberRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    page = Paginator(people_of(query), SHOWN).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": query,
        "invitations": [(one, _named(one.rights)) for one in invitations()[:SHOWN]],
        "now": timezone.now(),
    }
    rows = [(member, _named(group.name for group in member.groups.all())) for member in page]
    context |= {"rows": rows, "may_appoint": may_appoint(request.user)}
    return render(request, "home/people.html", context, status=status)


def _named(rights: Iterable[str]) -> list[Promise]:
    """Rights in the reader's words; a group that is no right of ours is nobody's business here."""
    return [RIGHTS[right] for right in rights if right in RIGHTS]
