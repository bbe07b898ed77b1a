"""The site's fixed furniture: where campaigns and members' pages lie, who may write, and the way of approval. Safe to lay twice."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms.approval import CampaignApprovalTask
from cms.models import CampaignIndexPage
from cms.ways import CAMPAIGN_APPROVAL, PROGRAMME, SPONSOR
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, PROGRAMME_MANAGER

STEPS = ((CampaignApprovalTask.Step.SPONSOR, SPONSOR), (CampaignApprovalTask.Step.PROGRAMME, PROGRAMME))
PRODUCT = "Firsthand"
ON_PAGES = {PROGRAMME_MANAGER: ("add", "change"), ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock")}
IN_CATALOGUE = {
    "tasks_catalog": ("journey", "stage", "touchpoint", "provider", "study", "method", "evidence", "hypothesis"),
    "members": ("department",),
    "insights": ("measure",),
    "rewards": ("benefit",),
    "cms": ("questionset",),
}


@transaction.atomic
def set_up_site() -> CampaignIndexPage:
    """Lay the root page, the rights in the editor and the approval; what is there stays as it is."""
    index = _root()
    for right in (PROGRAMME_MANAGER, ADMINISTRATOR, DEPARTMENT_OWNER):
        group, _created = Group.objects.get_or_create(name=right)
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        if right in ON_PAGES:
            group.permissions.add(*_catalogue_permissions())
        for action in ON_PAGES.get(right, ()):
            _allow(group, index, action)
    _lay_workflow(index)
    return index


def _root() -> CampaignIndexPage:
    Page.objects.filter(depth=1, title="Root").update(title=PRODUCT, draft_title=PRODUCT)  # managers read it on their way down
    known: CampaignIndexPage | None = CampaignIndexPage.objects.first()
    if known:
        return known
    welcome = Page.objects.filter(depth=2, slug="home").exact_type(Page).first()
    if welcome:
        welcome.slug = "welcome"  # gives its address up before it goes
        welcome.save(clean=False)
    index = Page.get_first_root_node().add_child(instance=CampaignIndexPage(title="Campaigns", slug="home", show_in_menus=False))
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page, site.site_name = index, PRODUCT  # until `cms.pages.tree` lays the home page
    site.save()
    if welcome:
        welcome.refresh_from_db()
        welcome.delete()
    return index


def _catalogue_permissions() -> list[Permission]:
    wanted = [
        Permission.objects.filter(content_type__app_label=app, content_type__model__in=models) for app, models in IN_CATALOGUE.items()
    ]
    return [permission for permissions in wanted for permission in permissions]


def _allow(group: Group, page: Page, action: str) -> None:
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
    GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _lay_workflow(index: CampaignIndexPage) -> None:
    workflow, _created = Workflow.objects.get_or_create(name=CAMPAIGN_APPROVAL)
    for order, (step, name) in enumerate(STEPS):
        task = CampaignApprovalTask.objects.filter(step=step).first() or CampaignApprovalTask.objects.create(name=name, step=step)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
