"""Who says yes: first the department that sponsors the campaign, then somebody of the programme who did not write it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from cms.programme_page import naming
from members.models import Department, Member
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, has_right
from notifications.services import tell


class CampaignApprovalTask(Task):
    """One step of the approval of a campaign or a brief."""

    class Step(models.TextChoices):
        SPONSOR = "sponsor", _("Sponsor department")
        PROGRAMME = "programme", _("Programme")

    step = models.CharField(_("who decides"), max_length=9, choices=Step, default=Step.SPONSOR)

    admin_form_fields = [*Task.admin_form_fields, "step"]

    class Meta:
        verbose_name = _("campaign approval")
        verbose_name_plural = _("campaign approvals")

    @classmethod
    def get_description(cls) -> str:
        return str(_("The owner of the sponsor department, or the programme, approves campaigns and briefs."))

    def start(self, workflow_state: Any, user: Member | None = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        page = workflow_state.content_object
        for member in self.approvers(page, workflow_state.requested_by):
            tell(
                member=member,
                kind="approval",
                reference=f"approval:{state.pk}",
                title=naming(page, _("“%(title)s” waits for your approval")),
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                action=_("Read and decide"),
                now=timezone.now(),
            )
        return state

    def may_decide(self, page: Any, member: Member) -> bool:
        """Superusers always; the sponsor's owner, or the programme's other managers."""
        if member.is_superuser or has_right(member, ADMINISTRATOR):
            return True
        owner = _sponsor_owner(page)
        if self.step == self.Step.SPONSOR and owner is not None:
            return owner == member
        state = page.current_workflow_state
        return has_right(member, PROGRAMME_MANAGER) and (state is None or state.requested_by_id != member.pk)

    def approvers(self, page: Any, asked_by: Member | None) -> list[Member]:
        owner = _sponsor_owner(page)
        if self.step == self.Step.SPONSOR and owner is not None:
            return [owner]
        managers = Member.objects.filter(groups__name=PROGRAMME_MANAGER, is_active=True)
        return [manager for manager in managers if manager != asked_by]

    def user_can_access_editor(self, obj: Any, user: Member) -> bool:
        return self.may_decide(obj, user)

    def locked_for_user(self, obj: Any, user: Member) -> bool:
        return not self.may_decide(obj, user)

    def get_actions(self, obj: Any, user: Member) -> list[tuple[str, Any, bool]]:
        if not self.may_decide(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def on_action(self, task_state: TaskState, user: Member, action_name: str, **kwargs: Any) -> None:
        if not self.may_decide(task_state.workflow_state.content_object, user):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Member, **kwargs: Any) -> Any:  # noqa: ARG002
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        mine = [state.pk for state in waiting if self.may_decide(state.workflow_state.content_object, user)]
        return self.task_states.filter(pk__in=mine)


def what_follows(page: Any) -> str:
    """Whom a submitted campaign waits for now, or when it goes live; nothing for one that nobody submitted."""
    about = {"title": page.get_admin_display_title()}
    if page.workflow_in_progress:
        if names := ", ".join(member.called for member in _asked_now(page)):
            return gettext("“%(title)s” is on its way. Now it waits for: %(names)s.") % (about | {"names": names})
        return gettext("“%(title)s” is submitted, but nobody may approve it yet: an administrator gives that role under People.") % about
    if page.approved_schedule:
        at = page.scheduled_revision.approved_go_live_at
        return gettext("“%(title)s” is approved and goes live by itself: %(at)s.") % (about | {"at": _moment(at)})
    return gettext("“%(title)s” is approved and live. Each task opens at its own second.") % about if page.live else ""


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _asked_now(page: Any) -> list[Member]:
    state = page.current_workflow_state
    task = state.current_task_state.task.specific if state and state.current_task_state else None
    return task.approvers(page, state.requested_by) if isinstance(task, CampaignApprovalTask) else []


def _sponsor_owner(page: Any) -> Member | None:
    """The sponsor as the newest draft names it; a brief has its campaign's."""
    specific = page.specific
    campaign = specific if hasattr(specific, "sponsor_id") else specific.get_parent().specific
    sponsor: Department | None = campaign.get_latest_revision_as_object().sponsor
    return sponsor.owner if sponsor else None
