"""Groups become steps, one screen each; tables of choices become matrices; what is asked about the rival joins its pair."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.columns import OURS, SHOWN, Row
from tasks_catalog.xlsform.names import fitting
from tasks_catalog.xlsform.questions import our_fields, question_of, relevance
from tasks_catalog.xlsform.reading import Reading
from tasks_catalog.xlsform.scope import Asked, NotCarriedError
from tasks_catalog.xlsform.survey import YES, Node

ON_ONE_SCREEN = 10  # questions of a form without groups
RIVAL = ".rival"


@dataclass
class Around:
    """What holds for everything inside the groups that are open."""

    label: dict[str, str]
    name: str
    conditions: tuple[dict[str, Any], ...] = ()
    row: Row | None = None  # of the group itself


def steps_of(tree: Node, reading: Reading, *, title: str) -> list[dict[str, Any]]:
    """The steps of a form, in its order; groups without a question become none."""
    steps: list[dict[str, Any]] = []
    _Walk(reading, steps).group(tree, Around(dict.fromkeys(reading.languages, title), "step"))
    return steps


class _Walk:
    def __init__(self, reading: Reading, steps: list[dict[str, Any]]) -> None:
        self.reading = reading
        self.steps = steps
        self.step_names: set[str] = set()

    def group(self, group: Node, around: Around) -> None:
        """The group's own questions in one step; groups inside it are steps of their own, between."""
        step: dict[str, Any] | None = None
        for node in group.children:
            if node.is_group and not self.is_table(node):
                self.inner(node, around)
                step = None
                continue
            question = self.question(node)
            if question is None:
                continue
            if step is None or (group.kind == "form" and len(step["questions"]) >= ON_ONE_SCREEN):
                step = self.step(around)
            step["questions"].append(question)

    def inner(self, node: Node, around: Around) -> None:
        row = node.row
        if node.kind == "repeat":
            self.reading.leave(row, "type", _("Is asked once here, not again and again."))
        conditions = around.conditions
        try:
            if condition := relevance(row, self.reading):
                conditions = (*conditions, condition)
        except NotCarriedError as reason:
            self.reading.leave(row, "relevant", _("Is shown to everybody: %(reason)s.") % {"reason": reason})
        label = self.reading.texts(row, "label") or around.label
        self.group(node, Around(label, node.name if row.get("name") else around.name, conditions, row))
        self.reading.scope.dropped.add(node.name)

    def step(self, around: Around) -> dict[str, Any]:
        name = fitting(around.name, self.step_names, first="step")
        self.step_names.add(name)
        step: dict[str, Any] = {"name": name, "label": around.label, "questions": []}
        if around.conditions:
            step["relevant"] = around.conditions[0] if len(around.conditions) == 1 else {"all": list(around.conditions)}
        if around.row is not None:
            self.own_fields(around.row, step)
            around.row = None
        self.steps.append(step)
        return step

    def own_fields(self, row: Row, step: dict[str, Any]) -> None:
        if hint := self.reading.texts(row, "hint"):
            step["hint"] = hint
        if touchpoint := row.get(f"{OURS}::touchpoint"):
            step["touchpoint"] = touchpoint
        if arms := row.get(f"{OURS}::arms").split():
            step["arms"] = arms

    def question(self, node: Node) -> dict[str, Any] | None:
        """The new question; nothing when it was left out, or when it is the rival's half of the one before."""
        scope = self.reading.scope
        if self.reading.is_ours and node.name.endswith(SHOWN):
            return None
        about_rival = self.reading.is_ours and node.name.endswith(RIVAL)
        own = scope.asked.get(node.name.removesuffix(RIVAL)) if about_rival else None
        if own is not None and own.subject == "own":
            own.question["subjects"] = ["own", "rival"]
            self.remember(node, Asked(own.question, "rival", own.choices))
            return None
        ours = self.reading.own_name(node.row, node.name.removesuffix(RIVAL) if about_rival else node.name)
        question = self.matrix(node, ours) if node.is_group else question_of(node, self.reading, name=ours)
        if question is None:
            scope.dropped.add(node.name)
            self.reading.names.discard(ours)
            return None
        self.condition(node.row, question)
        if about_rival:
            question["subjects"] = ["rival"]
        lists = self.reading.lists
        self.remember(node, Asked(question, "rival" if about_rival else "own", lists[node.choices].names if node.choices in lists else {}))
        return question

    def remember(self, node: Node, asked: Asked) -> None:
        scope = self.reading.scope
        if node.name in scope.asked:  # two of one name in different groups: nobody can tell which is meant
            del scope.asked[node.name]
            scope.dropped.add(node.name)
        elif node.name not in scope.dropped:
            scope.asked[node.name] = asked

    def condition(self, row: Row, question: dict[str, Any]) -> None:
        try:
            condition = relevance(row, self.reading)
        except NotCarriedError as reason:
            question.pop("required", None)
            said = _("Is asked of everybody and may stay open: %(reason)s.")
            self.reading.leave(row, "relevant", said % {"reason": reason})
            return
        if condition is not None:
            question["relevant"] = condition

    def matrix(self, group: Node, name: str) -> dict[str, Any]:
        """A table of choices: its rows are the questions of the group, its columns their choices."""
        rows: list[dict[str, Any]] = []
        for child in group.children:
            taken = {row["name"] for row in rows}
            row_name = fitting(child.name.removeprefix(f"{group.name}."), taken, first="row")
            rows.append({"name": row_name, "label": self.reading.label(child.row, child.name)})
        choices = self.reading.lists[group.children[0].choices].choices
        question: dict[str, Any] = {"type": "matrix", "name": name, "label": self.reading.label(group.row, group.name)}
        question |= {"rows": rows, "choices": choices}
        if hint := self.reading.texts(group.row, "hint"):
            question["hint"] = hint
        if any(child.row.get("required").lower() in YES for child in group.children):
            question["required"] = True
        our_fields(group.row, question, self.reading)
        self.reading.scope.dropped |= {child.name for child in group.children}
        return question

    def is_table(self, group: Node) -> bool:
        """Several questions, all choosing one from the same list, shown as a table, asked without conditions of their own."""
        lists = {child.choices for child in group.children}
        return (
            group.kind == "group"
            and "table-list" in group.row.get("appearance")
            and len(lists) == 1
            and all(child.kind == "select_one" and not child.row.get("relevant") for child in group.children)
            and len(self.reading.lists[lists.pop()].choices) > 1
        )
