"""People: who they are, where they belong, what they agreed to."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shared.translated import TranslatedField


class Department(models.Model):
    """A part of the company; touchpoints belong to one."""

    code = models.SlugField(_("Short name"), unique=True)
    name = TranslatedField(_("Name"))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("Part of"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_departments",
        verbose_name=_("Owner"),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.code


class MemberManager(DjangoUserManager["Member"]):
    """Members are made by e-mail; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":  # type: ignore[override]
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":  # type: ignore[override]
        """Made on the server by who runs it, so the address needs no proof by mail: mail may not even be set up yet."""
        from allauth.account.models import EmailAddress  # its own models need ours

        member = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        return member


class Member(AbstractUser):
    """Everybody who can sign in. Rights are Django groups (see `members.rights`)."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the phone")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.IntegerChoices):
        NORMAL = 100, _("Normal")
        LARGE = 120, _("Large")
        LARGEST = 140, _("Very large")

    class BoardName(models.TextChoices):
        ALIAS = "alias", _("My alias")
        NAME = "name", _("My nickname")
        HIDDEN = "hidden", _("Hidden")

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    staff_number = models.CharField(max_length=32, null=True, blank=True, unique=True)
    nickname = models.CharField(_("nickname"), max_length=40, blank=True)
    alias = models.CharField(_("alias on boards"), max_length=40, blank=True)
    board_name = models.CharField(max_length=8, choices=BoardName, default=BoardName.ALIAS)
    locale = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    text_size = models.PositiveSmallIntegerField(_("text size"), choices=TextSize, default=100, db_default=100)  # per cent
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[MemberManager] = MemberManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="member_email_any_case", violation_error_message=_("Somebody signs in with this address.")
            )
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """What the app calls this person."""
        return self.nickname or self.get_full_name() or self.email.partition("@")[0]


class Invitation(models.Model):
    """Lets one address sign up that the allowed domains would not."""

    email = models.EmailField()
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    rights = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # given when the invitation is used
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_invitation_per_address")]

    def __str__(self) -> str:
        return self.email


class Agreement(models.Model):
    """Code of conduct or confidentiality, in versions."""

    class Kind(models.TextChoices):
        CONDUCT = "conduct", _("Code of conduct")
        CONFIDENTIALITY = "confidentiality", _("Confidentiality")

    kind = models.CharField(max_length=16, choices=Kind)
    version = models.PositiveIntegerField()
    text = TranslatedField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="agreement_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class Acceptance(models.Model):
    """Who accepted which agreement, when."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id} by {self.member_id}"


class AuditEvent(models.Model):
    """Who did what to which thing; references only, append-only (a trigger refuses the rest)."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    did = models.CharField(max_length=64)
    on_what = models.CharField(max_length=64)
    on_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["on_what", "on_id"])]

    def __str__(self) -> str:
        return f"{self.did} {self.on_what}:{self.on_id}"


class Seal(models.Model):
    """One batch of an append-only table, hashed and chained to the batch before; never rewritten (a trigger refuses)."""

    record = models.CharField(max_length=20)  # "transfers", "audit"
    number = models.PositiveBigIntegerField()  # from 1, without gaps
    first = models.BigIntegerField()  # ids this seal answers for, also those that no row has
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    leaves = models.BinaryField()  # shared.chain.packed
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="seal_follows_one"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="seal_covers_something"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.number}"
