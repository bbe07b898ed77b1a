"""Arriving, agreeing, and how the app speaks to a person."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.forms import WelcomeForm
from members.jssdk import config_for
from members.messengers import messenger_of
from members.models import Acceptance, Agreement, Member
from members.rights import STRONG, SUPER_MANAGER, has_right, member_required, public
from members.selectors import current_agreement
from members.services import accept_agreement, introduce, prefer
from shared.http import MemberRequest


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: MemberRequest) -> HttpResponse:
    """After the first sign-in: a name, a department, a language."""
    member = request.user
    known = {"nickname": member.nickname, "department": member.department_id, "locale": member.locale}
    form = WelcomeForm(request.POST or None, initial=known)
    if form.is_valid():
        introduce(member=member, **form.cleaned_data, now=timezone.now())
        return redirect("home:desk" if has_right(member, *(STRONG - {SUPER_MANAGER})) else "home:today")
    return render(request, "members/welcome.html", {"form": form}, status=422 if form.is_bound else 200)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: MemberRequest, kind: str) -> HttpResponse:
    """Read the newest version of an agreement, and accept it."""
    newest = current_agreement(kind) if kind in Agreement.Kind else None
    if newest is None:
        raise Http404
    onward = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST":
        accept_agreement(member=request.user, agreement=newest, now=timezone.now())
        return redirect(onward or request.path)
    accepted = Acceptance.objects.filter(agreement=newest, member=request.user).first()
    return render(request, "members/agreement.html", {"agreement": newest, "accepted": accepted, "onward": onward})


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on; a guest's choice stays in a cookie."""
    chosen = request.POST.get("language", "")
    answer = _back(request)
    if chosen not in dict(settings.LANGUAGES):
        return answer
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS)
    if isinstance(request.user, Member):
        prefer(member=request.user, locale=chosen)
    return answer


@member_required
@require_POST
def theme(request: MemberRequest) -> HttpResponse:
    """Light, dark, or as the phone says."""
    chosen = request.POST.get("theme", "")
    if chosen in Member.Theme:
        prefer(member=request.user, theme=chosen)
    return _back(request)


@member_required
@require_POST
def text_size(request: MemberRequest) -> HttpResponse:
    """How large every page's text is."""
    chosen = request.POST.get("text_size", "")
    if chosen in map(str, Member.TextSize.values):
        prefer(member=request.user, text_size=int(chosen))
    return _back(request)


@public
@require_safe
def messenger_config(request: HttpRequest) -> HttpResponse:
    """What WeChat's or WeCom's script needs on one of our pages; 404 outside of them, without keys, or for somebody else's page."""
    messenger, url = messenger_of(request), request.GET.get("url", "")
    ours = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    config = config_for(messenger, url=url, now=timezone.now()) if messenger and ours else None
    if config is None:
        raise Http404
    return JsonResponse(config, headers={"Cache-Control": "private, no-store"})


def _back(request: HttpRequest) -> HttpResponseRedirect:
    referrer = urlsplit(request.headers.get("Referer", ""))
    return redirect(_safe(request, request.POST.get("next", "")) or _safe(request, referrer.path) or reverse("home:today"))


def _safe(request: HttpRequest, url: str) -> str:
    own = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None, require_https=request.is_secure())
    return url if own else ""
