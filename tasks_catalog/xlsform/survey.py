"""The survey sheet as a tree of groups and questions, and what is wrong with its bones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.columns import Row
from tasks_catalog.xlsform.expressions import references_in
from tasks_catalog.xlsform.kinds import BEGINNINGS, KINDS
from tasks_catalog.xlsform.problems import Remark

BEGIN = re.compile(r"begin[\s_]+(group|lgroup|repeat|looped group|loop|kobomatrix|score|rank|literacytest)\b.*", re.IGNORECASE)
END = re.compile(r"end[\s_]+(group|lgroup|repeat|looped group|loop|kobomatrix|score|rank|literacytest)\b.*", re.IGNORECASE)
REPEATING = {"lgroup", "repeat", "looped group", "loop"}
CHOOSING = re.compile(
    r"(?P<one>add select one prompt using|select one using|select[ _]one[ _]from|select[ _]one|select1)"
    r"|(?P<many>add select multiple prompt using|select multiple using|select multiple from|select all that apply from"
    r"|select all that apply|select[ _]multiple)"
    r"|(?P<rank>rank)",
    re.IGNORECASE,
)
FROM_FILE = re.compile(r"select[ _](one|multiple)[ _](from[ _]file|external)\b", re.IGNORECASE)
OR_OTHER = re.compile(r"\s+(or specify other|or_other|or other)$", re.IGNORECASE)
YES = {"yes", "true", "true()", "1"}
MOST_DEPTH = 30


@dataclass
class Node:
    """A question, or a group with what is in it; `row` 0 is the form itself."""

    row: Row
    kind: str  # one of KINDS' values, or group, repeat
    name: str
    choices: str = ""  # the list that it chooses from
    or_other: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.kind in {"form", "group", "repeat"}

    def walk(self) -> Iterator["Node"]:
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


def tree_of(rows: Iterable[Row], wrong: list[Remark]) -> Node:
    """The tree; what is wrong with it is added to `wrong`, each with its row."""
    root = Node(Row("survey", 0, {}, {}), "form", "")
    open_groups = [root]
    for row in rows:
        if row.get("disabled").lower() in YES:
            continue
        _place(row, open_groups, wrong)
    wrong += [_at(group.row, "type", _("This group is never closed: an “end group” is missing.")) for group in open_groups[1:]]
    return root


def _place(row: Row, open_groups: list[Node], wrong: list[Remark]) -> None:
    kind = " ".join(row.get("type").split())
    if not kind:
        _typeless(row, wrong)
    elif END.fullmatch(kind):
        if len(open_groups) == 1:
            wrong.append(_at(row, "type", _("This closes a group that was never opened.")))
        else:
            open_groups.pop()
    elif begun := BEGIN.fullmatch(kind):
        group = Node(row, "repeat" if begun[1].lower() in REPEATING else "group", row.get("name") or f"group-{row.number}")
        open_groups[-1].children.append(group)
        open_groups.append(group)
        if len(open_groups) > MOST_DEPTH:
            wrong.append(_at(row, "type", _("Groups lie more than %(most)s deep.") % {"most": MOST_DEPTH}))
    elif (question := _question(row, kind, wrong)) is not None:
        open_groups[-1].children.append(question)


def _typeless(row: Row, wrong: list[Remark]) -> None:
    """Rows with words only are comments; a named question must say what it is."""
    if row.get("name"):
        wrong.append(_at(row, "type", _("This question has no type.")))


def _question(row: Row, kind: str, wrong: list[Remark]) -> Node | None:
    plain, other = OR_OTHER.subn("", kind)
    found = CHOOSING.match(plain)
    if FROM_FILE.match(plain):
        return _named(Node(row, "from_file", row.get("name")), wrong)
    if found is not None and (rest := plain[found.end() :].strip()):
        chosen = {"one": "select_one", "many": "select_multiple", "rank": "rank"}[str(found.lastgroup)]
        return _named(Node(row, chosen, row.get("name"), choices=rest, or_other=bool(other)), wrong)
    if found is not None and found.end() == len(plain):
        wrong.append(_at(row, "type", _("“%(type)s” does not say from which list.") % {"type": kind}))
        return None
    known = KINDS.get(plain.lower()) or next((becomes for begin, becomes in BEGINNINGS.items() if plain.lower().startswith(begin)), None)
    if known is None:
        wrong.append(_at(row, "type", _("“%(type)s” is not a type of question.") % {"type": kind[:60]}))
        return None
    return _named(Node(row, known, row.get("name")), wrong)


def _named(node: Node, wrong: list[Remark]) -> Node:
    if not node.name:
        if node.kind not in {"note", "made_here"}:
            wrong.append(_at(node.row, "name", _("This question has no name.")))
        node.name = f"{node.kind}-{node.row.number}"
    elif re.search(r"[\s${}<>&\"']", node.name):
        wrong.append(_at(node.row, "name", _("“%(name)s” is not a name: it has spaces or signs in it.") % {"name": node.name[:60]}))
    return node


def _at(row: Row, key: str, reason: str) -> Remark:
    return Remark(row.sheet, row.number, row.head(key), reason)


def names_in(root: Node, wrong: list[Remark]) -> dict[str, list[Node]]:
    """Who bears which name; the same name twice in one group is wrong."""
    bearers: dict[str, list[Node]] = {}
    for group in root.walk():
        here: set[str] = set()
        for node in group.children:
            if node.name in here:
                wrong.append(_at(node.row, "name", _("The name “%(name)s” is used twice. Give each its own.") % {"name": node.name[:60]}))
            here.add(node.name)
            bearers.setdefault(node.name, []).append(node)
    return bearers


FORMULAS = ("relevant", "constraint", "calculation", "required", "choice_filter", "repeat_count", "default", "trigger", "readonly")


def check_references(root: Node, bearers: dict[str, list[Node]], wrong: list[Remark]) -> None:
    """Every `${name}` must be somebody's, and nobody may wait for themselves."""
    for node in root.walk():
        for key in FORMULAS:
            strangers = [name for name in references_in(node.row.get(key)) if name not in bearers]
            wrong += [_at(node.row, key, _("“${%(name)s}” is nobody’s name in this form.") % {"name": name[:60]}) for name in strangers]
    wrong += _circles(root, {name for name, nodes in bearers.items() if len(nodes) == 1})


def _circles(root: Node, clear: set[str]) -> Iterator[Remark]:
    """A question that is shown, or computed, by what depends on it; of names that several bear nobody can tell."""
    needs: dict[str, set[str]] = {}
    reasons: dict[str, Node] = {}
    for node, around in _with_groups(root, ()):
        if node.name not in clear:
            continue
        formulas = [node.row.get("calculation"), *(each.row.get("relevant") for each in (*around, node))]
        needs.setdefault(node.name, set()).update(name for formula in formulas for name in _waited_for(formula))
        reasons.setdefault(node.name, node)
    for name in _in_circles(needs):
        node = reasons[name]
        key = "calculation" if node.row.get("calculation") else "relevant"
        yield _at(node.row, key, _("This goes in a circle: “%(name)s” depends on itself.") % {"name": name[:60]})


def _waited_for(formula: str) -> list[str]:
    """Rounds of a repetition may look back at earlier rounds of themselves."""
    return [] if "indexed-repeat(" in formula else references_in(formula)


def _with_groups(root: Node, around: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    for node in root.children:
        if node.is_group:
            yield from _with_groups(node, (*around, node))
        else:
            yield node, around


def _in_circles(needs: dict[str, set[str]]) -> list[str]:
    """The names in or between circles: what is left when everything that waits for nobody, or for which nobody waits, is taken away."""
    left = {name: others & needs.keys() for name, others in needs.items()}
    return list(_without_free(_turned(_without_free(left))))


def _without_free(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    waiting_for = {name: len(others) for name, others in needs.items()}
    waited_by = _turned(needs)
    free = [name for name, count in waiting_for.items() if not count]
    while free:
        name = free.pop()
        del waiting_for[name]
        for other in waited_by[name]:
            waiting_for[other] -= 1
            if not waiting_for[other]:
                free.append(other)
    return {name: needs[name] & waiting_for.keys() for name in waiting_for}


def _turned(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {name: set() for name in needs}
    for name, others in needs.items():
        for other in others:
            turned[other].add(name)
    return turned
