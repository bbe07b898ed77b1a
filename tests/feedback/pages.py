"""What the tests of the tester's pages share."""

import json
import uuid
from typing import Any

from django.test import Client

from claims.models import Claim


def patch(phone: Client, claim: Claim, **body: Any) -> Any:
    return phone.patch(f"/do/{claim.pk}/answers/", json.dumps(body), content_type="application/json")


def put(phone: Client, claim: Claim, name: uuid.UUID, content: bytes, question: str = "letter") -> Any:
    url = f"/do/{claim.pk}/photos/{name}/?question={question}&subject=own"
    return phone.put(url, content, content_type="image/jpeg")


def status(client: Client, url: str) -> int:
    """Of a file, too: it is read to its end, which closes it."""
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.status_code


def pages_of(claim: Claim) -> list[str]:
    return [f"/do/{claim.pk}/{part}" for part in ("", "check/", "sent/", "returned/")]
