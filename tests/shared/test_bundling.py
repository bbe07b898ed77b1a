"""Modules and sheets, joined when they are collected; how they run is shown in a real browser by tests/gates."""

import pytest

from shared.bundling import NotBundled, bundles, sheets

DOM = "export function h() {}\nexport const icon = 1;\nexport class Node {}\nexport async function learn() {}\n"


def test_an_entry_holds_what_it_needs_once_and_in_order() -> None:
    made = bundles(
        {
            "js/a/main.js": 'import { h } from "./dom.js";\nimport { card } from "./card.js";\nawait card(h);\n',
            "js/a/card.js": 'import { h, icon as picture } from "./dom.js";\nexport const card = () => h(picture);\n',
            "js/a/dom.js": DOM,
            "js/alone.js": "console.log(1);\n",
        }
    )

    assert list(made) == ["js/a/main.js"]
    assert made["js/a/main.js"] == (
        "const $a_dom = (() => {\nfunction h() {}\nconst icon = 1;\nclass Node {}\nasync function learn() {}\n"
        "return { h, icon, Node, learn };\n})();\n"
        "const $a_card = (() => {\nconst { h, icon: picture } = $a_dom;\nconst card = () => h(picture);\nreturn { card };\n})();\n"
        "const { h } = $a_dom;\nconst { card } = $a_card;\nawait card(h);\n"
    )


def test_what_is_on_every_page_is_not_there_twice() -> None:
    made = bundles(
        {
            "js/app.js": 'import "./toasts.js";\n',
            "js/toasts.js": "export function say() {}\n",
            "js/runner/main.js": 'import { say } from "../toasts.js";\nsay();\n',
            "js/door.js": 'import { say } from "./toasts.js";\nsay();\n',
        }
    )

    assert made["js/app.js"].endswith("})();\nexport { $toasts };\n")
    assert made["js/runner/main.js"] == 'import { $toasts } from "../app.js";\nconst { say } = $toasts;\nsay();\n'
    assert made["js/door.js"].startswith('import { $toasts } from "./app.js";\n')


@pytest.mark.parametrize(
    "text",
    [
        'import whole from "./dom.js";\n',
        'import * as all from "./dom.js";\n',
        "export default 1;\n",
        "const a = 1;\nexport { a };\n",
        "export let a = 1;\n",
    ],
)
def test_what_is_not_understood_is_refused_when_collected(text: str) -> None:
    with pytest.raises(NotBundled, match="cannot be joined"):
        bundles({"js/main.js": 'import { a } from "./other.js";\n', "js/other.js": text, "js/dom.js": DOM})


def test_a_circle_is_refused() -> None:
    with pytest.raises(NotBundled, match=r"js/a\.js → js/b\.js → js/a\.js"):
        bundles({"js/main.js": 'import "./a.js";\n', "js/a.js": 'import "./b.js";\n', "js/b.js": 'import "./a.js";\n'})


def test_a_module_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotBundled, match=r"js/main\.js imports js/gone\.js"):
        bundles({"js/main.js": 'import "./gone.js";\n'})


def test_only_an_entry_may_wait_while_it_is_loaded() -> None:
    with pytest.raises(NotBundled, match="waits"):
        bundles({"js/main.js": 'import "./a.js";\n', "js/a.js": "await 1;\n"})


def test_a_sheet_holds_the_sheets_that_it_imports() -> None:
    made = sheets({"css/app.css": '@import "tokens.css";\np { }\n', "css/tokens.css": ":root { }\n"})

    assert made == {"css/app.css": ":root { }\np { }\n"}


@pytest.mark.parametrize("other", [{}, {"css/a.css": '@import "app.css";\n'}], ids=["missing", "circle"])
def test_a_sheet_that_cannot_be_joined_is_refused(other: dict[str, str]) -> None:
    with pytest.raises(NotBundled, match="imports"):
        sheets({"css/app.css": '@import "a.css";\n'} | other)
