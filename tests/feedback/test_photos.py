import hashlib
import io
import time
import uuid
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from PIL import Image

from claims.models import Claim
from feedback import photos
from feedback.drafts import NotYours, open_draft
from feedback.models import Evidence
from feedback.photos import OtherPhoto, add_photo, remove_photo
from feedback.reviewing import review
from feedback.services import submit
from feedback.values import BadValue
from members.models import Member
from members.rights import REVIEWER, grant
from shared.images import MAX_BYTES, PhotoRefused, Redrawn, redraw
from tests.feedback.factories import DEFINITION, a_photo, answer, fill, make_claim, make_task, sent


def test_the_receipt_is_the_checksum_of_what_was_sent(ada: Member, noon: datetime) -> None:
    content = a_photo()

    photo = add_photo(claim=make_claim(ada), id=uuid.uuid4(), question="letter", subject="own", content=content, now=noon)

    assert photo.sent_sha256 == hashlib.sha256(content).hexdigest()
    with photo.image.open() as kept:
        assert photo.sha256 == hashlib.sha256(kept.read()).hexdigest()


def test_a_photo_stands_in_its_cell_at_once(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)

    photo = add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=a_photo(), now=noon)

    assert open_draft(claim=claim, now=noon).answers.get().value == [str(photo.pk)]


def test_the_same_upload_again_gets_the_same_receipt(ada: Member, noon: datetime) -> None:
    claim, name = make_claim(ada), uuid.uuid4()

    first = add_photo(claim=claim, id=name, question="letter", subject="own", content=a_photo(), now=noon)
    again = add_photo(claim=claim, id=name, question="letter", subject="own", content=a_photo(), now=noon)

    assert (first.sha256, first.image.name) == (again.sha256, again.image.name)
    assert Evidence.objects.count() == 1


def test_an_upload_whose_answer_was_lost_gets_its_receipt_after_the_work_was_sent(ada: Member, noon: datetime) -> None:
    claim, name = make_claim(ada), uuid.uuid4()
    first = add_photo(claim=claim, id=name, question="letter", subject="own", content=a_photo(), now=noon)
    Claim.objects.update(state=Claim.State.SUBMITTED)

    assert add_photo(claim=claim, id=name, question="letter", subject="own", content=a_photo(), now=noon) == first


def test_an_upload_whose_twin_was_faster_gets_the_twins_receipt(ada: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = make_claim(ada)
    upload: dict[str, Any] = {"id": uuid.uuid4(), "question": "letter", "subject": "own", "content": a_photo(), "now": noon}
    twins: list[Evidence] = []

    def drawn_while_the_twin_arrives(content: bytes) -> Redrawn:
        monkeypatch.undo()
        twins.append(add_photo(claim=claim, **upload))
        return redraw(content)

    monkeypatch.setattr(photos, "redraw", drawn_while_the_twin_arrives)

    assert [add_photo(claim=claim, **upload)] == twins
    assert open_draft(claim=claim, now=noon).answers.get().value == [str(upload["id"])]


def test_other_bytes_under_the_same_id_are_refused(ada: Member, noon: datetime) -> None:
    claim, name = make_claim(ada), uuid.uuid4()
    add_photo(claim=claim, id=name, question="letter", subject="own", content=a_photo(1), now=noon)

    with pytest.raises(OtherPhoto):
        add_photo(claim=claim, id=name, question="letter", subject="own", content=a_photo(2), now=noon)


def test_somebody_elses_id_is_refused(ada: Member, bea: Member, noon: datetime) -> None:
    name = uuid.uuid4()
    add_photo(claim=make_claim(ada), id=name, question="letter", subject="own", content=a_photo(), now=noon)

    with pytest.raises(OtherPhoto):
        add_photo(claim=make_claim(bea), id=name, question="letter", subject="own", content=a_photo(), now=noon)


def test_no_more_photos_than_the_question_takes(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    for seed in (1, 2):
        add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=a_photo(seed), now=noon)

    with pytest.raises(PhotoRefused, match="At most 2"):
        add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=a_photo(3), now=noon)


def test_only_photo_questions_take_photos(ada: Member, noon: datetime) -> None:
    with pytest.raises(PhotoRefused):
        add_photo(claim=make_claim(ada), id=uuid.uuid4(), question="why", subject="own", content=a_photo(), now=noon)


def test_a_photo_that_was_never_sent_is_gone_for_good(ada: Member, noon: datetime, django_capture_on_commit_callbacks: object) -> None:
    claim = make_claim(ada)
    photo = add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=a_photo(), now=noon)
    storage, name = photo.image.storage, str(photo.image.name)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_photo(photo=photo, now=noon)

    assert not Evidence.objects.exists()
    assert not storage.exists(name)
    assert open_draft(claim=claim, now=noon).answers.get().value == []


def test_a_photo_that_was_sent_stays(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    fill(claim)
    submit(claim=claim, key=uuid.uuid4(), now=noon)

    with pytest.raises(NotYours):
        remove_photo(photo=Evidence.objects.get(), now=noon)


def test_a_photo_that_was_sent_and_returned_is_only_taken_down(ada: Member, dan: Member, noon: datetime) -> None:
    """What a reviewer decided on can still be looked up."""
    grant(member=dan, right=REVIEWER)
    review(submission=sent(ada, now=noon), reviewer=dan, decision="return", marks={}, comment="Which letter?", now=noon)
    photo = Evidence.objects.get()

    remove_photo(photo=photo, now=noon)

    photo.refresh_from_db()
    assert photo.taken_down_at == noon
    assert photo.image.storage.exists(str(photo.image.name))


def an_upload(claim: Claim, question: str = "letter", *, now: datetime) -> str:
    return str(add_photo(claim=claim, id=uuid.uuid4(), question=question, subject="own", content=a_photo(), now=now).pk)


def test_a_cell_does_not_take_somebody_elses_photo(ada: Member, bea: Member, noon: datetime) -> None:
    theirs = an_upload(make_claim(bea), now=noon)

    with pytest.raises(BadValue, match="not arrived"):
        answer(make_claim(ada), {("letter", "own"): [theirs]})


def test_a_cell_does_not_take_the_photo_of_another_question(ada: Member, noon: datetime) -> None:
    definition = deepcopy(DEFINITION)
    definition["steps"][1]["questions"].append({"type": "photo", "name": "stamp", "label": {"en": "The stamp"}})
    claim = make_claim(ada, task=make_task(definition=definition))
    stamp = an_upload(claim, "stamp", now=noon)

    with pytest.raises(BadValue, match="not arrived"):
        answer(claim, {("letter", "own"): [stamp]})


def test_a_cell_does_not_take_back_a_photo_that_was_taken_down(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    gone = an_upload(claim, now=noon)
    Evidence.objects.update(taken_down_at=noon)
    answer(claim, {("letter", "own"): []})

    with pytest.raises(BadValue, match="not arrived"):
        answer(claim, {("letter", "own"): [gone]})


def with_position() -> bytes:
    image = Image.open(io.BytesIO(a_photo()))
    exif = Image.Exif()
    exif[0x0110] = "SpyPhone 12"  # model
    exif[0x0112] = 6  # to be turned by 90°
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)  # GPS latitude
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"taken by Ada")
    return out.getvalue()


def test_position_and_device_are_gone_and_the_photo_stands_upright() -> None:
    drawn = redraw(with_position())

    kept = Image.open(io.BytesIO(drawn.image))
    assert (drawn.width, drawn.height) == (480, 640)
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert b"SpyPhone" not in drawn.image
    assert b"taken by Ada" not in drawn.image


def test_position_in_a_heic_is_gone() -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif[0x0110] = "SpyPhone 12"
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(a_photo()))).save(out, exif=exif.tobytes())

    assert b"SpyPhone" not in redraw(out.getvalue()).image


def test_a_large_photo_becomes_1600_wide() -> None:
    drawn = redraw(a_photo(size=(4000, 3000)))

    assert (drawn.width, drawn.height) == (1600, 1200)
    assert len(drawn.thumbnail) < len(drawn.image)


def test_what_hides_behind_a_photo_is_not_kept() -> None:
    drawn = redraw(a_photo() + b"PK\x03\x04<script>alert(1)</script>")

    assert b"<script>" not in drawn.image


def test_the_same_picture_saved_anew_has_nearly_the_same_hash() -> None:
    one, other, third = (
        int(redraw(content).perceptual_hash, 16)
        for content in (a_photo(3), a_photo(3, size=(800, 600), form="WEBP", quality=40), a_photo(4))
    )

    assert (one ^ other).bit_count() <= 4 < (one ^ third).bit_count()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (13000, 13000)).save(out, "PNG")
    return out.getvalue()


def long_film() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("L", (8, 8), shade % 256) for shade in range(500)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        a_photo()[:900],
        a_photo(form="BMP"),
        long_film(),
        bomb(),
        b"\xff\xd8\xff\xe0" + b"<html>" * 50,
    ],
    ids=["nothing", "zeros", "svg", "html", "pdf", "cut off", "bmp", "gif film", "bomb", "html as jpeg"],
)
def test_what_is_no_photo_is_refused_quickly(content: bytes) -> None:
    began = time.monotonic()

    with pytest.raises(PhotoRefused):
        redraw(content)

    assert time.monotonic() - began < 5


def test_more_than_15_megabytes_are_refused_unread() -> None:
    with pytest.raises(PhotoRefused, match="15 MB"):
        redraw(b"\xff" * (MAX_BYTES + 1))


def test_a_refused_photo_leaves_nothing(ada: Member, noon: datetime) -> None:
    with pytest.raises(PhotoRefused):
        add_photo(claim=make_claim(ada), id=uuid.uuid4(), question="letter", subject="own", content=bomb(), now=noon)

    assert not Evidence.objects.exists()
