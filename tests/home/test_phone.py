"""The app on a phone: its worker, its manifest, its pictures, and whose pages the phone keeps."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from pytest_django import Settings

from home.icons import files
from members.models import Member


def house(client: Client) -> dict[str, object]:
    """What the server tells the worker."""
    line = client.get("/sw.js").content.decode().partition("\n")[0]
    told: dict[str, object] = json.loads(line.removeprefix("const HOUSE = ").rstrip(";"))
    return told


@pytest.mark.django_db
def test_the_worker_may_look_after_every_page_and_is_looked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")

    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "text/javascript"


@pytest.mark.django_db
def test_another_release_is_another_worker(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = house(client)["version"]
    assert house(client)["version"] == before

    monkeypatch.setattr("home.phone.static", lambda name: f"/static/{name}?another")
    assert house(client)["version"] != before


@pytest.mark.django_db
def test_every_file_that_the_worker_fetches_is_there(client: Client) -> None:
    names = [str(file).removeprefix(settings.STATIC_URL) for file in house(client)["files"]]  # type: ignore[attr-defined]

    assert [name for name in names if not (settings.BASE_DIR / "static" / name).is_file()] == []
    assert "js/runner/main.js" in names


@pytest.mark.django_db
def test_it_keeps_every_module_that_every_page_imports(client: Client) -> None:
    source = (settings.BASE_DIR / "static/js/app.js").read_text()
    imported = [line.split('"./')[1].split('"')[0] for line in source.splitlines() if line.startswith("import")]

    assert {f"{settings.STATIC_URL}js/{name}" for name in imported} <= set(house(client)["files"])  # type: ignore[call-overload]


def test_what_has_no_page_around_it_has_our_mark_in_its_tab(client: Client) -> None:
    answer = client.get("/favicon.ico")

    assert answer.headers["Location"] == static("mark.svg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_the_manifest_speaks_the_members_language(ada: Member, client: Client) -> None:
    ada.locale = "pl"
    ada.save()
    client.force_login(ada)
    told = client.get("/app.webmanifest").json()

    assert told["lang"] == "pl"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    assert [shortcut["url"] for shortcut in told["shortcuts"]] == ["/tasks/", "/drafts/", "/inbox/"]


def test_the_pictures_are_those_of_the_mark() -> None:
    assert [path.name for path, picture in files().items() if Path(path).read_bytes() != picture] == []


def test_each_page_says_whose_it_is_and_two_people_never_the_same(ada: Member, bea: Member) -> None:
    readers = []
    for member in (ada, bea):
        client = Client()
        client.force_login(member)
        answer = client.get("/me/")
        readers.append(answer.headers["Firsthand-Reader"])
        assert f'data-reader="{readers[-1]}"' in answer.content.decode()

    assert len(set(readers)) == 2


@pytest.mark.django_db
def test_a_guests_page_is_nobodys(client: Client) -> None:
    answer = client.get("/accounts/login/")

    assert "Firsthand-Reader" not in answer.headers
    assert 'data-reader=""' in answer.content.decode()


def test_the_page_without_a_network_shows_nothing_of_anybody(ada: Member, client: Client) -> None:
    client.force_login(ada)
    page = client.get("/offline/").content.decode()

    assert ada.email not in page
    assert ada.called not in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sw.js", "/app.webmanifest", "/offline/"])
def test_nothing_is_written_there(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
