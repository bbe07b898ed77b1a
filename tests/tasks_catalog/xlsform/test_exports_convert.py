"""Other tools take our forms: pyxform, which ODK and KoboToolbox convert with, finds no error in any."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from operations.simulation.briefs import BY_LOT, FIRST_WAVE, OPEN_NOW
from tasks_catalog.xlsform import read_xlsform, write_xlsform
from tests.tasks_catalog.xlsform.books import xlsx
from tests.tasks_catalog.xlsform.converter import converted, refused_by_odk_validate
from tests.tasks_catalog.xlsform.kinds_of_forms import CONVERTED
from tests.tasks_catalog.xlsform.whole import WHOLES
from tests.tasks_catalog.xlsform.wrong_forms import REFUSED

pytestmark = pytest.mark.xdist_group("xlsform")  # the first of them makes pyxform's environment
XFORMS = "{http://www.w3.org/2002/xforms}"


DEMONSTRATED = {brief.slug: brief.definition for brief in [*FIRST_WAVE, *OPEN_NOW, BY_LOT]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the language has, the demonstration's briefs, strangers' forms that were read; and one that is wrong."""
    made = tmp_path_factory.mktemp("forms")
    read = {name: read_xlsform(xlsx(form.sheets)).definition for name, form in CONVERTED.items()}
    for kind, definitions in (("whole", WHOLES), ("brief", DEMONSTRATED), ("read", read)):
        for number, definition in enumerate(definitions.values()):
            content = write_xlsform(json.loads(json.dumps(definition)), title="Brief", form_id="brief", version="1")
            (made / f"{kind}{number:03}.xlsx").write_bytes(content)
    (made / "wrong.xlsx").write_bytes(xlsx(REFUSED["missing choices"].sheets))
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, dict[str, str]]:
    return converted(folder)


def test_every_form_of_ours_converts_without_an_error(told: dict[str, dict[str, str]]) -> None:
    errors = {name: verdict["error"] for name, verdict in told.items() if verdict["error"] and name != "wrong"}

    assert (errors, len(told)) == ({}, len(WHOLES) + len(DEMONSTRATED) + len(CONVERTED) + 1)


def test_a_wrong_form_would_be_noticed(told: dict[str, dict[str, str]]) -> None:
    assert "PyXFormError" in told["wrong"]["error"]


def test_nothing_is_misspelt_or_untranslated(told: dict[str, dict[str, str]]) -> None:
    ours = [verdict for name, verdict in told.items() if not name.startswith("read")]  # strangers may speak a language that has no code
    warnings = {warning for verdict in ours for warning in verdict["warnings"] if "max-pixels" not in warning}

    assert warnings == set()


def test_skip_logic_reaches_the_other_tool(told: dict[str, dict[str, str]]) -> None:
    name = f"whole{list(WHOLES).index('condition: chosen'):03}"

    binds = ET.fromstring(told[name]["xform"]).iter(f"{XFORMS}bind")  # noqa: S314 - pyxform's own

    relevant = {bind.get("nodeset"): bind.get("relevant") for bind in binds if bind.get("relevant")}
    assert relevant == {"/data/second/q": "selected( /data/delivery/channels , 'no')"}


def test_the_engine_of_odk_opens_every_form_of_ours(folder: Path, told: dict[str, dict[str, str]]) -> None:
    assert refused_by_odk_validate(folder) == {}


def test_the_engine_of_odk_would_notice_a_broken_form(told: dict[str, dict[str, str]], tmp_path: Path) -> None:
    xform = told[f"whole{list(WHOLES).index('condition: a time'):03}"]["xform"]
    (tmp_path / "right.xml").write_text(xform)
    (tmp_path / "wrong.xml").write_text(xform.replace("0.770486", "decimal-time('18:30')"))

    refused = refused_by_odk_validate(tmp_path)

    assert (list(refused), "can't be converted to a date" in refused["wrong"]) == (["wrong"], True)
