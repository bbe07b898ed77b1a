"""Many members, and what their browsers would send."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from members.models import Member


def make_members(count: int) -> list[Member]:
    """Members with numbers that follow each other."""
    named, nobodys = f"bench-{get_random_string(8).lower()}", make_password(None)
    return Member.objects.bulk_create([Member(email=f"{named}-{number}@bench.example", password=nobodys) for number in range(count)])


def sign_in(members: list[Member]) -> dict[int, str]:
    """Each member's session key, in sessions as signing in leaves them."""
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = [
        Session(session_key=get_random_string(32).lower(), session_data=store.encode(_content(member)), expire_date=until)
        for member in members
    ]
    Session.objects.bulk_create(sessions)
    return {member.pk: session.session_key for member, session in zip(members, sessions, strict=True)}


def _content(member: Member) -> dict[str, str]:
    backend = settings.AUTHENTICATION_BACKENDS[0]
    return {"_auth_user_id": str(member.pk), "_auth_user_backend": backend, "_auth_user_hash": member.get_session_auth_hash()}
