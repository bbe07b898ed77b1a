"""The books, for those who have to prove every point."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members.rights import AUDITOR, FINANCE, rights_required
from members.sealing import last_seal
from rewards import ledger
from rewards.books import check_books
from rewards.exports import csv_response
from rewards.models import Account, BooksCheck, Transfer
from rewards.sealing import RECORDS
from shared.http import MemberRequest

ACCOUNTS_SHOWN = 50
NEWEST_SEALS = 50  # compared on demand; all of them every night


@require_GET
@rights_required(FINANCE, AUDITOR)
def books(request: MemberRequest) -> HttpResponse:
    kind = request.GET.get("kind", Account.Kind.BUDGET)
    accounts = Paginator(Account.objects.filter(kind=kind).select_related("member").order_by("-balance", "pk"), ACCOUNTS_SHOWN)
    shown = accounts.get_page(request.GET.get("page"))
    context = {
        "checks": BooksCheck.objects.order_by("-at", "-pk")[:7],
        "seals": [seal for record in RECORDS.values() if (seal := last_seal(record))],
        "kind": kind,
        "kinds": Account.Kind.choices,
        "accounts": shown,
        "rows": [(account, account.balance if account.has_floor else ledger.balance(account)) for account in shown],
    }
    return render(request, "rewards/desk_books.html", context)


@require_POST
@rights_required(FINANCE, AUDITOR)
def check(request: MemberRequest) -> HttpResponse:
    """Check the books now, not only at night."""
    found = check_books(now=timezone.now(), newest_seals=NEWEST_SEALS)
    if found.is_right:
        messages.success(request, _("Checked: everything agrees to the point."))
    else:
        messages.error(request, _("Something does not agree. See what, below."))
    return redirect("rewards:books")


@require_GET
@rights_required(FINANCE, AUDITOR)
def transfers(_request: MemberRequest) -> StreamingHttpResponse:
    """Every transfer there ever was, in the order it was posted."""
    head = ["id", "at", "debit", "credit", "amount", "kind", "code", "purse", "reference", "ends"]
    return csv_response("transfers.csv", head, _transfer_rows())


def _transfer_rows() -> Iterator[list[Any]]:
    rows = Transfer.objects.select_related("debit", "credit").order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        at = row.at.isoformat(timespec="seconds")
        yield [
            row.pk,
            at,
            row.debit.reference,
            row.credit.reference,
            row.amount,
            row.kind,
            row.code,
            row.purse,
            row.reference,
            row.holds_id,
        ]
