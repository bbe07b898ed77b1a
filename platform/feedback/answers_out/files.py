"""A table of answers as files: CSV for anybody, .sav for SPSS with labels, Triple-S 2.0 for survey tools."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from feedback.answers_out.table import Table, Value
from feedback.answers_out.variables import Variable
from shared.spreadsheets import plain_cell

MOST_SAV_TEXT = 32_000  # bytes in one cell of SPSS
DIGITS = 15


def as_csv(table: Table) -> bytes:
    """UTF-8 with the mark that spreadsheets look for; the first row has the names, choices stand by their names."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([variable.name for variable in table.variables])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, float):
        return _number(value)  # a minus sign is no formula
    return value.isoformat() if isinstance(value, date | time) else plain_cell(value)


def _number(value: float) -> str:
    return f"{value:.{DIGITS}g}"


def as_sav(table: Table) -> bytes:
    """An SPSS file: choices as numbers with their labels, one variable of 0 and 1 for each choice where several can be taken."""
    import pandas as pd
    import pyreadstat

    columns: dict[str, list[Any]] = {}
    labels: dict[str, str] = {}
    values: dict[str, dict[int, str]] = {}
    measures: dict[str, str] = {}
    for place, variable in enumerate(table.variables):
        for name, label, cells, named in _sav_columns(variable, [row[place] for row in table.rows]):
            columns[name], labels[name] = cells, label[:250]
            measures[name] = "nominal" if named or variable.kind in {"text", "date", "time"} else "scale"
            if named:
                values[name] = {code: text[:120] for code, text in named.items()}
    frame = pd.DataFrame({name: pd.Series(cells, dtype=_dtype(cells)) for name, cells in columns.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(frame, str(path), column_labels=labels, variable_value_labels=values, variable_measure=measures)
        return path.read_bytes()


def _dtype(cells: list[Any]) -> str:
    return "float64" if all(cell is None or isinstance(cell, float) for cell in cells) else "object"


def _sav_columns(variable: Variable, cells: list[Value]) -> Iterable[tuple[str, str, list[Any], dict[int, str]]]:
    name, label, codes = variable.name, variable.label, {category.name: category.code for category in variable.categories}
    if variable.kind == "single":
        coded = [float(codes[cell]) if isinstance(cell, str) and cell in codes else None for cell in cells]
        yield name, label, coded, {category.code: category.label for category in variable.categories}
    elif variable.kind == "multiple":
        for category in variable.categories:
            taken = [float(category.name in cell) if isinstance(cell, list) else None for cell in cells]
            yield f"{name}_{category.code}", f"{label}: {category.label}", taken, {0: "–", 1: category.label}
    elif variable.kind == "text":
        yield name, label, [_short(cell) for cell in cells], {}
    else:
        yield name, label, cells, {}


def _short(cell: Value) -> str:
    return str(cell or "").encode()[:MOST_SAV_TEXT].decode(errors="ignore")


def as_triple_s(table: Table, *, name: str, title: str, now: datetime) -> bytes:
    """A ZIP of the definition (.sss) and the data (.csv) of Triple-S XML 2.0."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.sss", _definition(table, name=name, title=title, now=now))
        archive.writestr(f"{name}.csv", _data(table))
    return out.getvalue()


def _definition(table: Table, *, name: str, title: str, now: datetime) -> bytes:
    root = ET.Element("sss", version="2.0")
    for tag, text in (("date", now.date().isoformat()), ("time", now.strftime("%H:%M")), ("origin", "Firsthand")):
        ET.SubElement(root, tag).text = text
    survey = ET.SubElement(root, "survey")
    ET.SubElement(survey, "name").text = name
    ET.SubElement(survey, "title").text = title
    record = ET.SubElement(survey, "record", ident="A", href=f"{name}.csv", format="csv", skip="1")
    for place, variable in enumerate(table.variables):
        _define(record, place + 1, variable, [row[place] for row in table.rows])
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


SSS_TYPES = {"text": "character", "number": "quantity"}


def _define(record: ET.Element, number: int, variable: Variable, cells: list[Value]) -> None:
    described = ET.SubElement(record, "variable", ident=str(number), type=SSS_TYPES.get(variable.kind, variable.kind))
    ET.SubElement(described, "name").text = variable.name
    ET.SubElement(described, "label").text = variable.label
    ET.SubElement(described, "position", start=str(number))
    if variable.kind == "text":
        ET.SubElement(described, "size").text = str(max((len(str(_field(variable, cell) or "")) for cell in cells), default=1) or 1)
    elif variable.kind == "number":
        numbers = [cell for cell in cells if isinstance(cell, float)] or [0.0]
        values = ET.SubElement(described, "values")
        ET.SubElement(values, "range", {"from": _range_end(min(numbers), numbers), "to": _range_end(max(numbers), numbers)})
    elif variable.categories:
        values = ET.SubElement(described, "values")
        for category in variable.categories:
            ET.SubElement(values, "value", code=str(category.code)).text = category.label


def _range_end(end: float, numbers: list[float]) -> str:
    """With as many decimals as any of the numbers has: they tell how exact the data are."""
    decimals = max(len(_number(number).partition(".")[2]) for number in numbers)
    return f"{end:.{min(decimals, 4)}f}"


def _data(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_STRINGS)
    writer.writerow([variable.name for variable in table.variables])
    for row in table.rows:
        writer.writerow([_field(variable, value) for variable, value in zip(table.variables, row, strict=True)])
    return out.getvalue().encode("utf-8")


def _field(variable: Variable, value: Value) -> str | int | float | None:
    """Codes for choices, a digit for each choice where several can be taken, days as 20260302 and times as 093000."""
    if variable.kind == "multiple":
        taken = value if isinstance(value, list) else []
        return "".join("1" if category.name in taken else "0" for category in variable.categories) if value is not None else None
    if variable.kind == "single":
        return next((category.code for category in variable.categories if category.name == value), None)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    if isinstance(value, time):
        return value.strftime("%H%M%S")
    return plain_cell(" ".join(value.split())) if isinstance(value, str) else None
