"""Publishing from Wagtail's editor, made whole: the page and what it means to the house change together or not at all."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
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

    def redirect_away(self) -> HttpResponse:
        """Who only approves may not walk the tree, so they go back to their desk."""
        if not self.next_url and not user_has_any_page_permission(self.request.user):
            return redirect("wagtailadmin_home")
        return super().redirect_away()


class ProgrammeCreateView(CreateView):
    """A refusal keeps the new page as a draft, so that nothing typed is lost."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except RuleBroken as refusal:
            messages.error(self.request, _("%(reason)s Your work is kept as a draft.") % {"reason": refusal})
            return self._keep_draft()

    def _keep_draft(self) -> HttpResponse:
        self.page = self.page_class(owner=self.request.user, locale=self.locale)
        self.subscription.pk = None
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        return self.save_action()


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


class ProgrammePageViewSet(PageViewSet):
    add_view_class = ProgrammeCreateView
    edit_view_class = ProgrammeEditView
    workflow_action_view_class = ProgrammeWorkflowActionView
    unpublish_view_class = ProgrammeUnpublishView
