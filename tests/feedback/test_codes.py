"""Codes read from a photo by the server, for phones that cannot."""

import io

import pytest
import segno
from django.test import Client
from PIL import Image

from claims.models import Claim
from feedback.drafts import open_draft
from feedback.models import Evidence
from members.models import Member
from shared.images import MAX_BYTES
from tests.feedback.factories import NOON, a_photo, make_claim


@pytest.fixture
def claim(ada: Member) -> Claim:
    made = make_claim(ada)
    open_draft(claim=made, now=NOON)
    return made


def a_ticket(code: str) -> bytes:
    """A photo of a paper, held askew, with a QR code on it."""
    drawn, out = io.BytesIO(), io.BytesIO()
    segno.make(code).save(drawn, kind="png", scale=8)
    paper = Image.open(drawn).convert("RGB").rotate(17, expand=True, fillcolor="white")
    photo = Image.new("RGB", (1200, 900), "grey")
    photo.paste(paper, (300, 200))
    photo.save(out, "JPEG")
    return out.getvalue()


def ask(client: Client, claim: Claim, content: bytes) -> tuple[int, dict[str, str]]:
    answer = client.post(f"/do/{claim.pk}/barcode/", content, content_type="image/jpeg")
    return answer.status_code, answer.json() if answer.headers["Content-Type"] == "application/json" else {}


def test_the_code_on_a_photo_is_read_and_the_photo_is_not_kept(client: Client, ada: Member, claim: Claim) -> None:
    client.force_login(ada)

    assert ask(client, claim, a_ticket("A-0042/żółć")) == (200, {"code": "A-0042/żółć"})
    assert not Evidence.objects.exists()


def test_a_photo_without_a_code_says_so(client: Client, ada: Member, claim: Claim) -> None:
    client.force_login(ada)

    assert ask(client, claim, a_photo()) == (200, {"code": ""})


def test_what_is_no_photo_is_refused_in_words(client: Client, ada: Member, claim: Claim) -> None:
    client.force_login(ada)

    status, body = ask(client, claim, b"<svg/>")

    assert status == 422
    assert "not a photo" in body["message"]


def test_only_the_tester_of_the_claim_may_ask(client: Client, eve: Member, claim: Claim) -> None:
    client.force_login(eve)

    assert ask(client, claim, a_ticket("A-0042"))[0] == 404


def test_it_is_asked_by_post(client: Client, ada: Member, claim: Claim) -> None:
    client.force_login(ada)

    assert client.get(f"/do/{claim.pk}/barcode/").status_code == 405


def test_too_large_a_photo_is_refused_unread(client: Client, ada: Member, claim: Claim) -> None:
    client.force_login(ada)

    refused = client.generic("POST", f"/do/{claim.pk}/barcode/", a_photo(), content_type="image/jpeg", CONTENT_LENGTH=str(MAX_BYTES + 1))

    assert refused.status_code == 413
