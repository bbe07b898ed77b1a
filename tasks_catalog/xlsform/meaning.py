"""Formulas of forms become conditions and calculations of the questionnaire language, or a sentence why not."""

import math
from typing import Any

from django.utils.translation import gettext as _

from tasks_catalog.xlsform.expressions import Binary, Call, Expression, Here, Number, Ref, Text, UnreadableError, parse
from tasks_catalog.xlsform.formulas import MINUTES
from tasks_catalog.xlsform.scope import Asked, NotCarriedError, Scope

COMPARING = {"=", "!=", "<", "<=", ">", ">="}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
NUMERIC = {"integer", "decimal", "range", "score", "duration", "calculate"}
LISTS = {"select_multiple", "rank"}
UNWRAPPED = {"number", "int", "string", "date", "date-time", "decimal-date-time", "decimal-time", "coalesce"}
COMPARED = {"text", "barcode", "location", "date", "time", "select_one"} | NUMERIC


def condition_of(formula: str, scope: Scope, here: Asked | None = None) -> dict[str, Any] | None:
    """The condition, None for one that always holds. Raises `NotCarriedError`."""
    tree = _tree(formula)
    return None if tree in (Call("true", ()), Text("yes")) else _condition(tree, scope, here)


def _tree(formula: str) -> Expression:
    try:
        return parse(formula)
    except UnreadableError as unreadable:
        raise NotCarriedError(_("the formula “%(formula)s” is not understood here") % {"formula": shortened(formula)}) from unreadable


def shortened(text: str, most: int = 80) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def parts(tree: Expression, op: str) -> list[Expression]:
    """`a and b and c` as its parts, from left to right."""
    found: list[Expression] = []
    waiting = [tree]
    while waiting:
        top = waiting.pop()
        if isinstance(top, Binary) and top.op == op:
            waiting += [top.right, top.left]
        else:
            found.append(top)
    return found


def _condition(tree: Expression, scope: Scope, here: Asked | None) -> dict[str, Any]:
    if isinstance(tree, Binary) and tree.op in {"and", "or"}:
        return {"all" if tree.op == "and" else "any": [_condition(part, scope, here) for part in parts(tree, tree.op)]}
    if isinstance(tree, Binary) and tree.op in COMPARING:
        return _comparison(tree, scope, here)
    if isinstance(tree, Call) and tree.name in {"not", "boolean"} and len(tree.args) == 1:
        inner = _condition(tree.args[0], scope, here)
        return {"not": inner} if tree.name == "not" else inner
    if isinstance(tree, Call) and tree.name == "selected" and len(tree.args) == 2:
        return _selected(tree, scope, here)
    if isinstance(tree, Call):
        raise NotCarriedError(_("the function %(name)s() is not known here") % {"name": tree.name})
    if isinstance(tree, Ref | Here):
        return _something(tree, scope, here)
    raise NotCarriedError(_("it is not a comparison"))


def _something(tree: Ref | Here, scope: Scope, here: Asked | None) -> dict[str, Any]:
    """An answer alone holds as it does in XPath: a text that is not empty, a number that is not 0."""
    cell, asked = _cell(tree, scope, here)
    answered = cell | {"op": "answered"}
    return {"all": [answered, cell | {"op": "!=", "value": 0}]} if asked.kind in NUMERIC else answered


def _selected(tree: Call, scope: Scope, here: Asked | None) -> dict[str, Any]:
    cell, asked = _cell(tree.args[0], scope, here)
    wanted = tree.args[1]
    if not isinstance(wanted, Text | Number):
        raise NotCarriedError(_("two answers are compared with each other"))
    if asked.kind == "select_one":
        return cell | {"op": "=", "value": _choice(asked, _as_text(wanted))}
    if asked.kind != "select_multiple":
        raise NotCarriedError(_("it looks for a choice where nothing is chosen"))
    return cell | {"op": "selected", "value": _choice(asked, _as_text(wanted))}


def _comparison(tree: Binary, scope: Scope, here: Asked | None) -> dict[str, Any]:
    left, op, right = tree.left, tree.op, tree.right
    if isinstance(_inner(left), Text | Number):
        left, op, right = right, MIRRORED[op], left
    wanted = _inner(right)
    if not isinstance(wanted, Text | Number):
        raise NotCarriedError(_("two answers are compared with each other") if isinstance(wanted, Ref) else _("it computes with answers"))
    if isinstance(left, Call) and left.name in {"string-length", "count-selected"} and len(left.args) == 1:
        return _answered_by_length(left.args[0], op, wanted, scope, here)
    cell, asked = _cell(left, scope, here)
    if wanted == Text(""):
        return _answered(cell, op)
    if asked.kind in LISTS:
        raise NotCarriedError(_("a list of answers is compared as one text; use selected()"))
    if asked.kind not in COMPARED:
        raise NotCarriedError(_("answers of this kind are not compared here"))
    if asked.kind == "select_one":
        return _choice_comparison(cell, asked, op, wanted)
    if asked.kind == "time" and isinstance(wanted, Number):
        return cell | {"op": op, "value": _time(wanted.value, op)}
    return cell | {"op": op, "value": _value(asked, wanted)}


def _answered(cell: dict[str, Any], op: str) -> dict[str, Any]:
    if op not in {"=", "!="}:
        raise NotCarriedError(_("an empty text is neither more nor less"))
    answered = cell | {"op": "answered"}
    return answered if op == "!=" else {"not": answered}


def _answered_by_length(arg: Expression, op: str, wanted: Text | Number, scope: Scope, here: Asked | None) -> dict[str, Any]:
    cell, _asked = _cell(arg, scope, here)
    if (op, wanted) in ((">", Number(0)), (">=", Number(1)), ("!=", Number(0))):
        return cell | {"op": "answered"}
    if (op, wanted) in (("=", Number(0)), ("<", Number(1)), ("<=", Number(0))):
        return {"not": cell | {"op": "answered"}}
    raise NotCarriedError(_("the length of an answer is not compared here"))


def _inner(tree: Expression) -> Expression:
    """What stands in `number(…)`, `date(…)` and the like, which change nothing here."""
    while isinstance(tree, Call) and tree.name in UNWRAPPED and tree.args:
        tree = tree.args[0]
    return tree


def _cell(tree: Expression, scope: Scope, here: Asked | None) -> tuple[dict[str, Any], Asked]:
    inner = _inner(tree)
    if isinstance(inner, Here) and here is not None:
        return {"question": "."}, here
    if not isinstance(inner, Ref):
        raise NotCarriedError(_("it computes with answers"))
    asked = scope.find(inner.name)
    if asked.question.get("type") == "matrix":
        raise NotCarriedError(_("it looks into a table of answers"))
    cell = {"question": asked.question["name"]}
    return (cell if asked.subject == "own" else cell | {"subject": asked.subject}), asked


def _as_text(wanted: Text | Number) -> str:
    if isinstance(wanted, Text):
        return wanted.value
    return str(int(wanted.value)) if wanted.value.is_integer() else str(wanted.value)


def _choice(asked: Asked, name: str) -> str:
    if name not in asked.choices:
        raise NotCarriedError(_("“%(name)s” is not one of the choices") % {"name": shortened(name, 30)})
    return asked.choices[name]


def _choice_comparison(cell: dict[str, Any], asked: Asked, op: str, wanted: Text | Number) -> dict[str, Any]:
    """Equal to a choice; or, where the choices' names are numbers, any of those that are more or less."""
    if op in {"=", "!="}:
        return cell | {"op": op, "value": _choice(asked, _as_text(wanted))}
    fitting = [cell | {"op": "=", "value": ours} for name, ours in asked.choices.items() if _fits(name, op, _as_text(wanted))]
    if not fitting:
        raise NotCarriedError(_("choices are not numbers that could be compared"))
    return fitting[0] if len(fitting) == 1 else {"any": fitting}


def _fits(name: str, op: str, wanted: str) -> bool:
    try:
        left, right = float(name), float(wanted)
    except ValueError:
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]


def _time(part_of_day: float, op: str) -> str:
    """The minute that is compared with in the same way; times are told by the minute here."""
    if not 0 <= part_of_day < 1:
        raise NotCarriedError(_("it is not a time of the day"))
    minutes = part_of_day * MINUTES
    if op in {"=", "!="} or math.isclose(minutes, round(minutes), abs_tol=0.01):
        minute = round(minutes)
    else:
        minute = math.ceil(minutes) if op in {"<", ">="} else math.floor(minutes)
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _value(asked: Asked, wanted: Text | Number) -> str | int | float:
    if asked.kind not in NUMERIC:
        return _as_text(wanted)
    try:
        number = float(wanted.value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise NotCarriedError(_("a number is compared with a text"))
    return int(number) if number.is_integer() else number


def calculation_of(formula: str, scope: Scope) -> dict[str, list[str]]:
    """Sum, mean, smallest, largest or difference of answers. Raises `NotCarriedError`."""
    tree = _tree(formula)
    if isinstance(tree, Binary) and tree.op == "-":
        return {"difference": _names([tree.left, tree.right], scope)}
    if isinstance(tree, Call) and tree.name in {"min", "max"} and tree.args:
        return {tree.name: _names(tree.args, scope)}
    if isinstance(tree, Binary) and tree.op == "div" and isinstance(tree.right, Number):
        summed = parts(tree.left, "+")
        if len(summed) == tree.right.value:
            return {"mean": _names(summed, scope)}
    if isinstance(tree, Binary) and tree.op == "+":
        return {"sum": _names(parts(tree, "+"), scope)}
    raise NotCarriedError(_("only sums, means, differences, smallest and largest are computed here"))


def _names(trees: "list[Expression] | tuple[Expression, ...]", scope: Scope) -> list[str]:
    cells = [_cell(tree, scope, None) for tree in trees]
    if any(asked.kind not in NUMERIC or asked.subject != "own" for _found, asked in cells):
        raise NotCarriedError(_("only numbers are computed with"))
    return [cell["question"] for cell, _asked in cells]


def bounds_of(formula: str) -> list[tuple[str, float, Expression]]:
    """The parts of `. >= 1 and . <= 9 and …`: minimum, maximum or "" for anything else. Raises `NotCarriedError`."""
    return [(*(_end(part) or ("", 0.0)), part) for part in parts(_tree(formula), "and")]


def _end(part: Expression) -> tuple[str, float] | None:
    if not isinstance(part, Binary) or part.op not in {"<=", ">="}:
        return None
    left, op, right = part.left, part.op, part.right
    if isinstance(left, Number):
        left, op, right = right, MIRRORED[op], left
    if not isinstance(left, Here) or not isinstance(right, Number):
        return None
    return ("minimum" if op == ">=" else "maximum"), right.value


def condition_of_parts(rest: list[Expression], scope: Scope, here: Asked) -> dict[str, Any]:
    """What a constraint asks beside its ends. Raises `NotCarriedError`."""
    conditions = [_condition(part, scope, here) for part in rest]
    return conditions[0] if len(conditions) == 1 else {"all": conditions}
