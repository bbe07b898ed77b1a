"""The browser says where messages may go, and when no more."""

import json

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from members.rights import member_required
from notifications import push
from shared.errors import RuleBroken
from shared.http import MemberRequest


@member_required
@require_POST
def subscribe(request: MemberRequest) -> HttpResponse:
    """`PushSubscription.toJSON()` of this browser."""
    endpoint, keys = _told(request)
    try:
        push.subscribe(member=request.user, endpoint=endpoint, p256dh=keys.get("p256dh", ""), auth=keys.get("auth", ""), now=timezone.now())
    except RuleBroken as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return HttpResponse(status=204)


@member_required
@require_POST
def unsubscribe(request: MemberRequest) -> HttpResponse:
    """Ending what has ended is a success."""
    push.unsubscribe(member=request.user, endpoint=_told(request)[0])
    return HttpResponse(status=204)


def _told(request: MemberRequest) -> tuple[str, dict[str, str]]:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    told = told if isinstance(told, dict) else {}
    keys = told.get("keys")
    keys = {name: key for name, key in keys.items() if isinstance(key, str)} if isinstance(keys, dict) else {}
    return str(told.get("endpoint", "")), keys
