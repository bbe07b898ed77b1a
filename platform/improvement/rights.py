"""Who may move an action. Roles are asked for in the views; whose department it is, here."""

from improvement.models import Action
from members.models import Member
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, has_right


def may_decide(member: Member) -> bool:
    """Management and the programme manager agree, decline and hold the joint review."""
    return has_right(member, MANAGEMENT, PROGRAMME_MANAGER)


def may_carry_out(member: Member, action: Action) -> bool:
    """The action's owner, the owner of its department and the programme manager start and ship it."""
    is_owner = member.pk in {action.owner_id, action.department.owner_id}
    return is_owner or has_right(member, PROGRAMME_MANAGER)
