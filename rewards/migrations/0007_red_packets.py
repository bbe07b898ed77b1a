"""Red packets and their shares."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import shared.translated


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_audit_detail"),
        ("rewards", "0006_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RedPacket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", shared.translated.TranslatedField(default=dict)),
                ("sender", models.CharField(max_length=80)),
                ("campaign_reference", models.CharField(max_length=80)),
                ("points", models.PositiveIntegerField()),
                ("shares", models.PositiveIntegerField()),
                ("least", models.PositiveIntegerField()),
                ("most", models.PositiveIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("key", models.UUIDField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("published", "Published"), ("ended", "Ended"), ("cancelled", "Cancelled")],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("departments", models.ManyToManyField(blank=True, related_name="+", to="members.department")),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("points", models.PositiveIntegerField()),
                ("grabbed_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="red_packet_shares",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("packet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="cut", to="rewards.redpacket")),
            ],
        ),
        migrations.AddIndex(
            model_name="redpacket",
            index=models.Index(condition=models.Q(("state", "published")), fields=["closes_at"], name="red_packet_published"),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(condition=models.Q(("shares__range", (1, 1000))), name="red_packet_has_shares"),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(condition=models.Q(("points__lte", 1000000)), name="red_packet_is_not_absurd"),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(
                condition=models.Q(("least__gte", 1), ("most__lte", models.F("points"))), name="red_packet_share_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("points__gte", django.db.models.expressions.CombinedExpression(models.F("least"), "*", models.F("shares"))),
                    ("points__lte", django.db.models.expressions.CombinedExpression(models.F("most"), "*", models.F("shares"))),
                ),
                name="red_packet_fits_its_limits",
            ),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="red_packet_closes_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by", None), models.Q(("approved_by", models.F("made_by")), _negated=True), _connector="OR"),
                name="nobody_approves_own_red_packet",
            ),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("state__in", ["proposed", "cancelled"])),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False), ("state__in", ["published", "ended", "cancelled"])
                    ),
                    _connector="OR",
                ),
                name="red_packet_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="redpacket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ["proposed", "published"])),
                    models.Q(("ended_at__isnull", False), ("state__in", ["ended", "cancelled"])),
                    _connector="OR",
                ),
                name="red_packet_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(fields=("packet", "number"), name="share_number_once"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(fields=("packet", "member"), name="one_share_per_person"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(condition=models.Q(("points__gte", 1)), name="share_is_something"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("grabbed_at", None), ("member", None)),
                    models.Q(("grabbed_at__isnull", False), ("member__isnull", False)),
                    _connector="OR",
                ),
                name="share_grabbed_by_somebody",
            ),
        ),
    ]
