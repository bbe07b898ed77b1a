"""The outside-voice desk, tried four ways."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from insights.models import OutsideImport, OutsideReview
from members.models import Member
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, grant
from tests.insights.factories import Programme

GOOD = "review,rating,date,bank\n" + "".join(f"word {n},{n},2026-0{n}-10,Harbour Bank\n" for n in range(1, 6))


def upload(client: Client, text: str = GOOD, name: str = "reviews.csv") -> OutsideImport:
    client.post(reverse("insights:outside_upload"), {"file": SimpleUploadedFile(name, text.encode())})
    return OutsideImport.objects.latest("pk")


@pytest.fixture
def desk(client: Client, bea: Member, programme: Programme) -> Client:
    grant(member=bea, right=PROGRAMME_MANAGER)
    client.force_login(bea)
    return client


def address(name: str, source: OutsideImport) -> str:
    return reverse(f"insights:{name}", args=[source.pk])


def test_from_upload_to_the_three_figures(desk: Client) -> None:
    source = upload(desk)
    trial = desk.get(address("outside_import", source))
    assert "2026-01-10" in trial.text
    assert trial.context["checked"].refused == 0

    done = desk.post(address("outside_run", source), {"rows": "all"}, follow=True)

    assert "5 reviews added" in done.text
    shown = desk.get(reverse("insights:outside"))
    assert "n = 5" in shown.text
    assert "1.0 to 5.0, of 5" in shown.text


def test_an_empty_desk_says_what_to_do(desk: Client) -> None:
    assert "Nobody’s words are here yet" in desk.get(reverse("insights:outside")).text


def test_the_page_asks_for_few_queries(desk: Client, django_assert_max_num_queries: object) -> None:
    source = upload(desk)
    desk.post(address("outside_run", source))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        desk.get(reverse("insights:outside"))


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "empty"), ("PK\x03\x04", "workbook"), ("date,rating,text\n", "no rows")],
)
def test_what_is_no_table_keeps_the_desk_and_says_why(desk: Client, content: str, says: str) -> None:
    file = SimpleUploadedFile("reviews.csv", content.encode())

    answer = desk.post(reverse("insights:outside_upload"), {"file": file})

    assert answer.status_code == 422
    assert says in answer.text
    assert not OutsideImport.objects.exists()


def test_a_mapping_is_changed_and_looked_at_again(desk: Client, programme: Programme) -> None:
    source = upload(desk, GOOD.replace("Harbour Bank", "CBE"))
    assert "Say who this is: CBE." in desk.get(address("outside_import", source)).text
    chosen = {"encoding": "utf-8", "delimiter": ",", "provider": "bank", "on": "date", "date_format": "%Y-%m-%d", "rating": "rating"}

    desk.post(address("outside_mapping", source), chosen | {"text": "review", "company-0": str(programme.own.pk)})

    assert len(desk.get(address("outside_import", source)).context["checked"].good) == 5


def test_a_choice_that_is_none_keeps_the_page(desk: Client) -> None:
    answer = desk.post(address("outside_mapping", upload(desk)), {"encoding": "klingon", "delimiter": ","})

    assert answer.status_code == 422
    assert "klingon is not one of the available choices" in answer.text


def test_bad_rows_are_listed_and_nothing_is_imported_unless_the_good_ones_are_asked_for(desk: Client) -> None:
    source = upload(desk, GOOD + "bad,9,2026-01-01,Harbour Bank\n")
    assert "whole number from 1 to 5" in desk.get(address("outside_import", source)).text

    refused = desk.post(address("outside_run", source), {"rows": "all"})
    assert (refused.status_code, OutsideReview.objects.count()) == (409, 0)

    desk.post(address("outside_run", source), {"rows": "good"})
    assert OutsideReview.objects.count() == 5


def test_errors_come_as_a_table_that_runs_no_formula(desk: Client) -> None:
    source = upload(desk, GOOD + 'x,=1+1,2026-01-01,Harbour Bank\nx,"@SUM(A1)",2026-01-01,Harbour Bank\nx,-2,2026-01-01,Harbour Bank\n')

    answer = desk.get(address("outside_errors", source))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == ["'=1+1", "'@SUM(A1)", "'-2"]
    assert lines[1].startswith("7,rating,")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_words_of_customers_are_shown_and_never_run(desk: Client) -> None:
    source = upload(desk, GOOD + "<script>alert(1)</script>,5,2026-06-01,Harbour Bank\n")
    desk.post(address("outside_run", source))

    text = desk.get(reverse("insights:outside")).text

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_import_is_taken_back(desk: Client) -> None:
    source = upload(desk)
    desk.post(address("outside_run", source))

    answer = desk.post(address("outside_undo", source), follow=True)

    assert "are taken out again" in answer.text
    assert not OutsideReview.objects.exists()
    assert desk.post(address("outside_undo", source)).status_code == 302


def test_the_same_file_again_is_said_on_its_page(desk: Client) -> None:
    desk.post(address("outside_run", upload(desk)))

    assert "This very file was imported on" in desk.get(address("outside_import", upload(desk))).text


def test_verbs(desk: Client) -> None:
    source = upload(desk)
    for name in ("outside_mapping", "outside_run", "outside_undo"):
        assert desk.get(address(name, source)).status_code == 405
    assert desk.get(reverse("insights:outside_upload")).status_code == 405
    assert desk.post(reverse("insights:outside")).status_code == 405


def test_management_reads_and_cannot_import(client: Client, cy: Member, desk: Client) -> None:
    source = upload(desk)
    grant(member=cy, right=MANAGEMENT)
    client.force_login(cy)

    page = client.get(reverse("insights:outside"))
    assert page.status_code == 200
    assert "Upload and look" not in page.text
    assert client.get(address("outside_import", source)).status_code == 403
    assert client.post(address("outside_run", source)).status_code == 403
    assert client.post(address("outside_undo", source)).status_code == 403


def test_an_employee_sees_nothing_of_the_desk(client: Client, ada: Member, now: datetime) -> None:
    client.force_login(ada)

    assert client.get(reverse("insights:outside")).status_code == 403
    assert client.get(reverse("insights:outside_errors", args=[1])).status_code == 403


def test_an_import_that_is_not_there(desk: Client) -> None:
    assert desk.get(reverse("insights:outside_import", args=[999])).status_code == 404
