"""What is named in every language is listed by the reader's name, and its name leads to its editor."""

import re
from collections.abc import Callable

import pytest
from django.db.models import Model
from django.test import Client

from cms.library import QuestionSet
from cms.models import CampaignIndexPage
from insights.models import Measure
from members.models import Department, Member
from rewards.models import Benefit
from tasks_catalog.models import Journey

pytestmark = pytest.mark.django_db

NAMES = {"en": "Coffee", "zh-hans": "咖啡", "pl": "Kawa"}
THINGS: dict[str, Callable[[], Model]] = {
    "journeys": lambda: Journey.objects.create(slug="coffee", name=NAMES),
    "departments": lambda: Department.objects.create(code="coffee", name=NAMES),
    "question_sets": lambda: QuestionSet.objects.create(name=NAMES),
    "measures": lambda: Measure.objects.create(slug="coffee", name=NAMES),
    "benefits": lambda: Benefit.objects.create(slug="coffee", title=NAMES, price=60),
}


@pytest.mark.parametrize("language", ["zh-hans", "pl"])
@pytest.mark.parametrize("room", THINGS)
def test_a_manager_opens_a_thing_from_its_list_by_its_name(
    index: CampaignIndexPage, bea: Member, bea_at_desk: Client, room: str, language: str
) -> None:
    thing = THINGS[room]()
    Member.objects.filter(pk=bea.pk).update(locale=language)

    listed = bea_at_desk.get(f"/manage/{room}/").content.decode()

    link = re.search(rf'<a[^>]*href="(/manage/{room}/edit/{thing.pk}/[^"]*)"[^>]*>\s*{NAMES[language]}\s*</a>', listed)
    assert link is not None
    assert f"{NAMES[language]} - Firsthand</title>" in bea_at_desk.get(link[1]).content.decode()


def test_nobody_reads_of_a_root_on_the_way_to_a_page(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    page = bea_at_desk.get(f"/manage/pages/{index.pk}/").content.decode()

    assert re.search(r">\s*Root\s*<", page) is None


def test_what_was_made_and_changed_is_said_by_its_name(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    words = {f"name_{code.replace('-', '_')}": name for code, name in NAMES.items()}

    made = bea_at_desk.post("/manage/departments/new/", words, follow=True).content.decode()
    department = Department.objects.get(name=NAMES)
    changed = bea_at_desk.post(
        f"/manage/departments/edit/{department.pk}/", words | {"code": department.code}, follow=True
    ).content.decode()

    assert "Department &#x27;Coffee&#x27; created" in made
    assert "Department &#x27;Coffee&#x27; updated" in changed
