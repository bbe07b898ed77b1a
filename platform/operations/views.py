"""The demonstration's own pages; anywhere else they do not exist."""

import segno
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from members.models import Member
from members.rights import RIGHTS, public
from operations.models import Mail
from operations.simulation.people import DEMO_SIGN_INS

MAILS_SHOWN = 50
TITLES = RIGHTS | {"employee": _("Employee")}
APP_ROLES = {"tester", "employee"}


@require_GET
@public
def demo(request: HttpRequest) -> HttpResponse:
    _only_in_demo()
    people = [person | {"title": TITLES[person["role"]]} for person in DEMO_SIGN_INS]
    code = segno.make(settings.PUBLIC_URL + "/", error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    picture = mark_safe(code)  # noqa: S308 drawn here, of our own address
    return render(request, "operations/demo.html", {"people": people, "code": picture, "phone_url": settings.PUBLIC_URL})


@require_POST
@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the ready-made people, by one tap."""
    _only_in_demo()
    person = next((person for person in DEMO_SIGN_INS if person["email"] == request.POST.get("email")), None)
    if person is None:
        raise Http404
    member = get_object_or_404(Member, email=person["email"], is_active=True)
    login(request, member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home:today" if person["role"] in APP_ROLES else "home:desk")


@require_GET
@public
def mail(request: HttpRequest) -> HttpResponse:
    """What would have been sent, newest first."""
    if not settings.LOCAL:
        raise Http404
    return render(request, "operations/mail.html", {"mails": Mail.objects.order_by("-sent_at", "-pk")[:MAILS_SHOWN]})


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
