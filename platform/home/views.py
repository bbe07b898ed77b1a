"""Today, me, and the overview of the desks."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.desks import ANY_DESK
from home.export import data_of
from home.me import standing_of
from home.today import today_of
from home.waiting import piles_for
from members.forms import NameForm
from members.rights import member_required, rights_required
from members.services import be_known_as
from notifications.push import public_key
from shared.http import MemberRequest


@member_required
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    return render(request, "home/today.html", {"today": today_of(request.user, now=now), "now": now, "hour": timezone.localtime(now).hour})


@member_required
@require_safe
def me(request: MemberRequest) -> HttpResponse:
    return render(request, "home/me.html", {"standing": standing_of(request.user, now=timezone.now()), "push_key": public_key()})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: MemberRequest) -> HttpResponse:
    """Nickname, alias, and which of them boards show."""
    form = NameForm(request.POST or None, initial={field: getattr(request.user, field) for field in NameForm.Meta.fields})
    if form.is_valid():
        be_known_as(member=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("home:me")
    return render(request, "home/name.html", {"form": form}, status=422 if form.is_bound else 200)


@member_required
@require_safe
def data(request: MemberRequest) -> HttpResponse:
    """All that is kept about the member, as a file."""
    answer = JsonResponse(data_of(request.user, now=timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="firsthand-my-data.json"'
    return answer


@rights_required(*ANY_DESK)
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    return render(request, "home/desk.html", {"piles": piles_for(request.user, now=timezone.now())})
