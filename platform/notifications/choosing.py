"""The page on which people choose what reaches them outside the inbox, and when."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from members.rights import member_required
from notifications.channels import CHANNELS, PUSH
from notifications.post import wishes_of
from notifications.services import wish
from notifications.topics import TOPICS, Topic
from shared.http import MemberRequest


class ChoicesForm(forms.Form):
    """Topics by channel, and two ends of the quiet hours; both or none."""

    mail = forms.MultipleChoiceField(required=False, choices=[(topic.slug, topic.label) for topic in TOPICS])
    push = forms.MultipleChoiceField(required=False, choices=[(topic.slug, topic.label) for topic in TOPICS])
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(label=gettext_lazy("until"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (ends[0] is None) != (ends[1] is None):
            self.add_error("quiet_until", _("Quiet hours need both times, or none. Nothing was changed."))
        elif ends[0] is not None and ends[0] == ends[1]:
            self.add_error("quiet_until", _("Quiet hours that begin and end at the same time would never end. Nothing was changed."))
        return cleaned


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: MemberRequest) -> HttpResponse:
    """What goes out by mail and to the phone, and the quiet hours."""
    wishes = wishes_of(request.user.pk)
    known = {"mail": wishes.mail, "push": wishes.push, "quiet_from": wishes.quiet_from, "quiet_until": wishes.quiet_until}
    form = ChoicesForm(request.POST or None, initial=known)
    if form.is_valid():
        chosen = form.cleaned_data
        # What the page did not offer stays as it was.
        wish(member=request.user, **{**chosen, "push": chosen["push"] if PUSH in CHANNELS else wishes.push})
        messages.success(request, _("Saved."))
        return redirect("home:me")
    mail, push = (set(form[way].value() or []) for way in ("mail", "push"))
    rows: list[tuple[Topic, bool, bool]] = [(topic, topic.slug in mail, topic.slug in push) for topic in TOPICS]
    context = {"form": form, "rows": rows, "has_push": PUSH in CHANNELS}
    return render(request, "notifications/choices.html", context, status=422 if form.is_bound else 200)
