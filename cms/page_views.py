"""Publishing from Wagtail's editor, made whole: the page and what it means to the house change together or not at all."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.views.generic.models import RevisionsCompareView as PlainCompareView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from shared.errors import RuleBroken


class ProgrammeEditView(EditView):
    """A refusal leaves the page as it was published, and the author's work as they typed it."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except RuleBroken as refusal:
            messages.error(self.request, str(refusal))
            self.page = self.get_object()
            self.has_unsaved_changes = True
            return self.render_to_response(self.get_context_data())

    def get_side_panels(self) -> Any:
        """Without a language: it speaks all of them."""
        self.locale = None
        self.translations: list[Any] = []
        return super().get_side_panels()

    def redirect_away(self) -> HttpResponse:
        """Who only approves may not walk the tree, so they go back to their desk."""
        if not self.next_url and not user_has_any_page_permission(self.request.user):
            return redirect("wagtailadmin_home")
        return super().redirect_away()


class BriefEditView(ProgrammeEditView):
    """A brief is saved, or saved and checked; it is submitted and published with its campaign."""

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        wants_check = self.request.POST.get("action-submit") or self.request.POST.get("action-publish")
        return ("check", self.check_action) if wants_check else ("save", self.save_action)

    def check_action(self) -> HttpResponse:
        return checked(self.request, self.page, self.save_action())


class ProgrammeCreateView(CreateView):
    """A new campaign or brief begins as a draft; a brief may be checked at once."""


class BriefCreateView(ProgrammeCreateView):
    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        wants_check = self.request.POST.get("action-submit") or self.request.POST.get("action-publish")
        return ("check", self.check_action) if wants_check else ("save", self.save_action)

    def check_action(self) -> HttpResponse:
        saved = self.save_action()
        return checked(self.request, self.page, saved)


def checked(request: HttpRequest, brief: Any, saved: HttpResponse) -> HttpResponse:
    """Say that the brief is ready, and lead to its campaign; what could not be saved stays as it is."""
    if not isinstance(saved, HttpResponseRedirect):
        return saved
    messages.success(request, _("This brief is complete. It is approved and published with its campaign, which you see here."))
    return redirect("wagtailadmin_pages:edit", brief.get_parent().pk)


class ProgrammeWorkflowActionView(WorkflowActionView):
    """The last approval publishes; when a rule refuses that, the approval is not given either."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("wagtailadmin_pages:edit", self.object.pk)


class ProgrammeUnpublishView(UnpublishView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)


class ProgrammeCompareView(RevisionsCompareView):
    """Who decides on a campaign sees what changed in it, although they may not walk the tree of pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return PlainCompareView.dispatch(self, request, *args, **kwargs)


class ProgrammePageViewSet(PageViewSet):
    add_view_class = ProgrammeCreateView
    edit_view_class = ProgrammeEditView
    revisions_compare_view_class = ProgrammeCompareView
    workflow_action_view_class = ProgrammeWorkflowActionView
    unpublish_view_class = ProgrammeUnpublishView


class BriefPageViewSet(ProgrammePageViewSet):
    add_view_class = BriefCreateView
    edit_view_class = BriefEditView


def campaign_changed(request: HttpRequest, brief: Any) -> None:
    """A saved brief is a change of its campaign; while that is being decided on, the change goes into what is decided."""
    campaign = brief.get_parent().specific
    if campaign.workflow_in_progress:
        campaign.get_latest_revision_as_object().save_revision(user=request.user, log_action=True, clean=False)
    elif not campaign.has_unpublished_changes:
        type(campaign).objects.filter(pk=campaign.pk).update(has_unpublished_changes=True)
