import pytest

from members.models import Member
from members.rights import AUDITOR, FINANCE, grant


@pytest.fixture
def fin(bea: Member) -> Member:
    """Bea, who pays out and looks at the books."""
    for right in (FINANCE, AUDITOR):
        grant(member=bea, right=right)
    return bea
