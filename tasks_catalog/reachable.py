"""Questions that nobody could ever be asked: found by trying every answer that makes a difference, with the evaluator itself.

It errs only one way: where there is too much to try, a question is taken to be reachable.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.conditions import holds, named_in
from tasks_catalog.problems import Place, Problem
from tasks_catalog.questionnaire import Condition, Definition, Question, Step, cell
from tasks_catalog.telling import telling_answers

MOST_TRIES = 1024

type Name = tuple[str, str]  # of a question, and whom it is asked about


@dataclass(frozen=True)
class Gate:
    """What must be so for a question to be asked."""

    question: Question
    conditions: list[Condition]
    arms: frozenset[str]


@dataclass
class Walk:
    """The questions passed so far, in order."""

    arms: frozenset[str]  # of the brief; one nameless when it has a single scenario
    gates: dict[str, Gate] = field(default_factory=dict)

    def leads_to(self, conditions: list[Condition], arms: frozenset[str]) -> bool:
        """Whether some answers, in one of these arms, make all conditions true."""
        return any(self._leads(conditions, arm) for arm in sorted(arms))

    def _leads(self, conditions: list[Condition], arm: str) -> bool:
        direct = list(dict.fromkeys(name for condition in conditions for name in named_in(condition)))
        for named in (self._with_those_behind(direct), direct):
            here = [name for name in self._in_order(named) if arm in self.gates[name[0]].arms]
            tries = self._tries(here, conditions)
            if tries is not None:
                return any(self._hold(conditions, here, answers) for answers in product(*tries))
        return True

    def _with_those_behind(self, direct: list[Name]) -> list[Name]:
        """The questions named, those that decide whether they are asked, and so on."""
        found: dict[Name, None] = {}
        left = list(direct)
        while left:
            name = left.pop()
            if name not in found and name[0] in self.gates:
                found[name] = None
                left += [further for gate in self.gates[name[0]].conditions for further in named_in(gate)]
        return list(found)

    def _in_order(self, named: list[Name]) -> list[Name]:
        place = {name: number for number, name in enumerate(self.gates)}
        return sorted((name for name in named if name[0] in place), key=lambda name: place[name[0]])

    def _tries(self, named: list[Name], conditions: list[Condition]) -> list[list[Any]] | None:
        """What to try for each, or None when that would be too much."""
        every = [*conditions, *(gate for name, _subject in named for gate in self.gates[name].conditions)]
        tries: list[list[Any]] = []
        combinations = 1
        for name, subject in named:
            tries.append(telling_answers(self.gates[name].question, subject, every, most=MOST_TRIES))
            combinations *= len(tries[-1])
            if combinations > MOST_TRIES:
                return None
        return tries

    def _hold(self, conditions: list[Condition], named: list[Name], answers: tuple[Any, ...]) -> bool:
        known: dict[str, Any] = {}
        among = {name for name, _subject in named}
        for (name, subject), answer in zip(named, answers, strict=True):
            gates = self.gates[name].conditions
            if all(holds(gate, known) for gate in gates if {whom for whom, _subject in named_in(gate)} <= among):
                known[cell(name, subject)] = answer
        return all(holds(condition, known) for condition in conditions)


def reach_problems(definition: Definition) -> Iterator[Problem]:
    """Each step and question that no arm and no answers lead to."""
    walk = Walk(frozenset(arm["name"] for arm in definition.get("arms", [])) or frozenset([""]))
    for number, step in enumerate(definition["steps"]):
        yield from _of_step(step, ("steps", number), walk)


def _of_step(step: Step, place: Place, walk: Walk) -> Iterator[Problem]:
    closed = "relevant" in step and not walk.leads_to([step["relevant"]], _arms(walk, step))
    if closed:
        yield Problem((*place, "relevant"), _never())
    for index, question in enumerate(step["questions"]):
        spot: Place = (*place, "questions", index)
        conditions = [part["relevant"] for part in (step, question) if "relevant" in part]
        arms = _arms(walk, step, question)
        if not arms:
            yield Problem((*spot, "arms"), _("This question and its step share no scenario, so nobody would ever be asked."))
        elif not closed and "relevant" in question and not walk.leads_to(conditions, arms):
            yield Problem((*spot, "relevant"), _never())
        walk.gates[question["name"]] = Gate(question, conditions, arms)


def _arms(walk: Walk, *parts: Step | Question) -> frozenset[str]:
    return walk.arms.intersection(*(part["arms"] for part in parts if "arms" in part))


def _never() -> str:
    return _("No answers lead here, so nobody would ever be asked. Change the condition.")
