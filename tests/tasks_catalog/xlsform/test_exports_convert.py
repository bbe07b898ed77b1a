"""Other tools take our forms: pyxform, which ODK and KoboToolbox convert with, finds no error in any."""

import json
from xml.etree import ElementTree as ET

import pytest

from tasks_catalog.xlsform import write_xlsform
from tests.tasks_catalog.xlsform.books import xlsx
from tests.tasks_catalog.xlsform.converter import converted
from tests.tasks_catalog.xlsform.whole import WHOLES
from tests.tasks_catalog.xlsform.wrong_forms import REFUSED

pytestmark = pytest.mark.xdist_group("xlsform")  # the first of them makes pyxform's environment
XFORMS = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("forms")
    for number, whole in enumerate(WHOLES.values()):
        content = write_xlsform(json.loads(json.dumps(whole)), title="Brief", form_id="brief", version="1")
        (folder / f"{number:03}.xlsx").write_bytes(content)
    (folder / "wrong.xlsx").write_bytes(xlsx(REFUSED["missing choices"].sheets))
    return converted(folder)


def test_every_form_of_ours_converts_without_an_error(told: dict[str, dict[str, str]]) -> None:
    errors = {name: verdict["error"] for name, verdict in told.items() if verdict["error"] and name != "wrong"}

    assert (errors, len(told)) == ({}, len(WHOLES) + 1)


def test_a_wrong_form_would_be_noticed(told: dict[str, dict[str, str]]) -> None:
    assert "PyXFormError" in told["wrong"]["error"]


def test_nothing_is_misspelt_or_untranslated(told: dict[str, dict[str, str]]) -> None:
    warnings = {warning for verdict in told.values() for warning in verdict["warnings"] if "max-pixels" not in warning}

    assert warnings == set()


def test_skip_logic_reaches_the_other_tool(told: dict[str, dict[str, str]]) -> None:
    name = f"{list(WHOLES).index('condition: chosen'):03}"

    binds = ET.fromstring(told[name]["xform"]).iter(f"{XFORMS}bind")  # noqa: S314 - pyxform's own

    relevant = {bind.get("nodeset"): bind.get("relevant") for bind in binds if bind.get("relevant")}
    assert relevant == {"/data/second/q": "selected( /data/delivery/channels , 'no')"}
