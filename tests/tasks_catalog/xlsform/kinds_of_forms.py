"""Forms of many makes: what field workers, health services, event teams and form builders write.

Each tells how many questions it gives and where something is left out.
"""

from dataclasses import dataclass

from tests.tasks_catalog.xlsform.books import YES_NO, Sheets, survey


@dataclass(frozen=True)
class Form:
    sheets: Sheets
    questions: int = 0
    places: tuple[tuple[str, int, str], ...] = ()  # what is left out, or wrong: sheet, row, column


LABELS = ["type", "name", "label::English (en)", "label::Polski (pl)", "hint::English (en)"]

CONVERTED: dict[str, Form] = {
    "one question": Form({"survey": survey(["text", "q", "Your name?"])}, 1),
    "old type names": Form(
        {"survey": survey(["string", "a", "A"], ["int", "b", "B"], ["add date prompt", "c", "C"], ["q picture", "d", "D"])}, 4
    ),
    "old select names": Form(
        {
            "survey": survey(["select one from yn", "a", "A"], ["select all that apply from yn", "b", "B"], ["select1 yn", "c", "C"]),
            "choices": YES_NO,
        },
        3,
    ),
    "old column names": Form(
        {"survey": [["command", "tag", "caption", "relevance"], ["int", "a", "A", ""], ["text", "b", "B", "${a} > 1"]]}, 2
    ),
    "single colons": Form({"survey": [["type", "name", "label:English", "bind:relevant"], ["text", "a", "A", ""]]}, 1),
    "single colons all the way": Form(
        {
            "survey": [
                ["type", "name", "label:English", "bind:constraint", "bind:jr:constraintMsg"],
                ["integer", "a", "A", ". < 9", "Less!"],
            ]
        },
        1,
    ),
    "bind columns": Form(
        {"survey": [["type", "name", "label", "bind::required", "body::appearance"], ["text", "a", "A", "yes", "multiline"]]}, 1
    ),
    "capital heads": Form({"Survey": [["Type", "Name", "Label"], ["Text", "a", "A"]]}, 1),
    "three languages": Form({"survey": [LABELS, ["text", "a", "A", "Ą", "Hint"]]}, 1),
    "language without code": Form({"survey": [["type", "name", "label::French", "label::Kiswahili"], ["text", "a", "Nom?", "Jina?"]]}, 1),
    "no label column": Form({"survey": [["type", "name"], ["text", "only_name"]]}, 1, (("survey", 2, "label"),)),
    "numbers as cells": Form(
        {"survey": survey(["select_one n", "a", 5]), "choices": [["list_name", "name", "label"], ["n", 1, 1.0], ["n", 2.5, True]]},
        1,
        (("choices", 2, "name"),),
    ),
    "empty rows between": Form({"survey": survey(["text", "a", "A"], [None], ["", "", ""], ["text", "b", "B"])}, 2),
    "groups in groups": Form(
        {
            "survey": survey(
                ["begin group", "g", "Outer"],
                ["text", "a", "A"],
                ["begin_group", "h", "Inner"],
                ["text", "b", "B"],
                ["end_group"],
                ["text", "c", "C"],
                ["end group"],
            )
        },
        3,
    ),
    "a repeat": Form({"survey": survey(["begin repeat", "r", "Members"], ["text", "a", "A"], ["end repeat"])}, 1, (("survey", 2, "type"),)),
    "metadata": Form(
        {"survey": survey(["start", "start"], ["end", "end"], ["deviceid", "d"], ["today", "t"], ["audit", "audit"], ["text", "a", "A"])},
        1,
        tuple(("survey", row, "type") for row in range(2, 7)),
    ),
    "metadata of survey firms": Form(
        {
            "survey": survey(
                ["caseid", "caseid"],
                ["devicephonenum", "phone"],
                ["text audit", "ta", "", "", "", "p=100"],
                ["audio audit", "aa"],
                ["speed violations list", "sv"],
                ["sensor_statistic pct_quiet", "sq"],
                ["sensor_stream light_level", "sl"],
                ["comments", "notes"],
                ["calculate_here", "begun"],
                ["text", "a", "A", "${caseid} != ''"],
            )
        },
        1,
        (*(("survey", row, "type") for row in range(2, 11)), ("survey", 11, "relevant")),
    ),
    "answers alone as conditions": Form(
        {
            "survey": survey(
                ["integer", "a", "A"],
                ["text", "b", "B", "${a}"],
                ["text", "c", "C", "not(${b})"],
                ["text", "d", "D", "${b} and ${a} > 3"],
            )
        },
        4,
    ),
    "skip logic": Form(
        {
            "survey": survey(
                ["select_one yn", "a", "A"],
                ["integer", "b", "B", "${a} = 'yes'", ". >= 0 and . <= 120"],
                ["text", "c", "C", "selected(${a}, 'no') or ${b} > 17"],
            ),
            "choices": YES_NO,
        },
        3,
    ),
    "conditions on answers that take none": Form(
        {
            "survey": survey(["image", "a", "A", "", "string-length(.) > 3"], ["rank yn", "b", "B", "", "true()"]),
            "choices": YES_NO,
        },
        2,
        (("survey", 2, "constraint"), ("survey", 3, "constraint")),
    ),
    "skip logic that cannot be carried": Form(
        {"survey": survey(["integer", "a", "A"], ["text", "b", "B", "${a} mod 2 = 0"], ["date", "c", "C", "", ". <= today()"])},
        3,
        (("survey", 3, "relevant"), ("survey", 4, "constraint")),
    ),
    "forward reference": Form({"survey": survey(["text", "a", "A", "${b} = 'x'"], ["text", "b", "B"])}, 2, (("survey", 2, "relevant"),)),
    "cascade": Form(
        {
            "survey": survey(
                ["select_one yn", "a", "A"],
                ["select_one yn", "b", "B", "group = ${a}"],
                heads=("type", "name", "label", "choice_filter"),
            ),
            "choices": [["list_name", "name", "label", "group"], ["yn", "yes", "Yes", "x"], ["yn", "no", "No", "y"]],
        },
        2,
        (("survey", 3, "choice_filter"),),
    ),
    "or other": Form({"survey": survey(["select_multiple yn or_other", "a", "A"]), "choices": YES_NO}, 1),
    "choices in a file": Form(
        {"survey": survey(["select_one_from_file wards.csv", "a", "A"], ["text", "b", "B"])}, 1, (("survey", 2, "type"),)
    ),
    "ranges": Form(
        {
            "survey": survey(
                ["range", "stars", "Stars", "start=1 end=5 step=1", "rating"],
                ["range", "score", "Score", "start=0;end=10;step=1"],
                ["range", "pain", "Pain", "start=0, end=1, step=0.5"],
                heads=("type", "name", "label", "parameters", "appearance"),
            )
        },
        3,
        (("survey", 4, "parameters"),),
    ),
    "media": Form(
        {
            "survey": [
                ["type", "name", "label", "media::image", "media::audio::English (en)"],
                ["note", "n", "Look", "a.png", "a.mp3"],
                ["image", "p", "Photo", "", ""],
            ]
        },
        2,
        (("survey", 2, "media::image"), ("survey", 2, "media::audio::English (en)")),
    ),
    "sound and film": Form(
        {"survey": survey(["audio", "a", "A"], ["video", "b", "B"], ["image", "c", "C"])}, 1, (("survey", 2, "type"), ("survey", 3, "type"))
    ),
    "places": Form(
        {"survey": survey(["geopoint", "a", "A"], ["geotrace", "b", "B"], ["geoshape", "c", "C"], ["barcode", "d", "D"])},
        1,
        tuple(("survey", row, "type") for row in (2, 3, 4)),
    ),
    "calculations": Form(
        {
            "survey": survey(
                ["integer", "a", "A", ""],
                ["integer", "b", "B", ""],
                ["calculate", "total", "Total", "${a} + ${b}"],
                ["calculate", "once", "", "once(uuid())"],
                ["note", "n", "You have ${total}", ""],
                heads=("type", "name", "label", "calculation"),
            )
        },
        4,
        (("survey", 5, "type"), ("survey", 6, "label")),
    ),
    "a table": Form(
        {
            "survey": survey(
                ["begin group", "t", "Rate us", "table-list"],
                ["select_one yn", "a", "Clean"],
                ["select_one yn", "b", "Kind"],
                ["end group"],
                heads=("type", "name", "label", "appearance"),
            ),
            "choices": YES_NO,
        },
        1,
    ),
    "a ranking": Form({"survey": survey(["rank yn", "a", "Order"]), "choices": YES_NO}, 1),
    "consent": Form(
        {"survey": survey(["acknowledge", "ok", "Agreed"], ["text", "a", "A", "${ok} = 'OK'"])},
        2,
        (("survey", 2, "type"), ("survey", 3, "relevant")),
    ),
    "defaults and readonly": Form(
        {
            "survey": survey(
                ["text", "a", "A", "x", ""], ["integer", "b", "B", "", "yes"], heads=("type", "name", "label", "default", "readonly")
            )
        },
        2,
        (("survey", 2, "default"), ("survey", 3, "readonly")),
    ),
    "required under a condition": Form(
        {"survey": survey(["integer", "a", "A", "yes"], ["text", "b", "B", "${a} = 1"], heads=("type", "name", "label", "required"))},
        2,
        (("survey", 3, "required"),),
    ),
    "names in capitals": Form(
        {"survey": survey(["text", "FirstName", "A"], ["text", "Żółw", "B", "${FirstName} = 'x'"])},
        2,
        (("survey", 2, "name"), ("survey", 3, "name")),
    ),
    "HTML in labels": Form({"survey": survey(["note", "n", '<span style="color:red">**Stop**</span>'])}, 1),
    "columns of another tool": Form(
        {"survey": [["type", "name", "label", "$kuid", "notes"], ["text", "a", "A", "x1", "ask twice"]]},
        1,
        (("survey", 2, "$kuid"), ("survey", 2, "notes")),
    ),
    "settings of another tool": Form(
        {
            "survey": survey(["text", "a", "A"]),
            "settings": [["form_title", "form_id", "public_key"], ["Visit", "visit", "abc"]],
            "entities": [["dataset"], ["trees"]],
        },
        1,
        (("settings", 0, "public_key"), ("entities", 0, "")),
    ),
    "same name in two groups": Form(
        {
            "survey": survey(
                ["begin group", "g", "G"],
                ["text", "a", "A"],
                ["end group"],
                ["begin group", "h", "H"],
                ["text", "a", "A"],
                ["end group"],
                ["text", "c", "C", "${a} = 'x'"],
            )
        },
        3,
        (("survey", 6, "name"), ("survey", 8, "relevant")),
    ),
    "a group's condition": Form(
        {
            "survey": survey(
                ["select_one yn", "a", "A"],
                ["begin group", "g", "G", "${a} = 'yes'"],
                ["text", "b", "B"],
                ["end group"],
                ["begin group", "h", "H", "count(${g}) > 2"],
                ["text", "c", "C"],
                ["end group"],
            ),
            "choices": YES_NO,
        },
        3,
        (("survey", 6, "relevant"),),
    ),
    "disabled rows": Form(
        {"survey": survey(["text", "a", "A", "yes"], ["text", "b", "B", ""], heads=("type", "name", "label", "disabled"))}, 1
    ),
    "one choice": Form(
        {"survey": survey(["select_one ok", "a", "A"]), "choices": [["list name", "name", "label"], ["ok", "ok", "OK"]]},
        1,
        (("survey", 2, "type"),),
    ),
    "smart quotes": Form({"survey": survey(["select_one yn", "a", "A"], ["text", "b", "B", "${a} = ‘yes’"]), "choices": YES_NO}, 2),
    "signature": Form(
        {"survey": survey(["image", "a", "Sign", "signature"], heads=("type", "name", "label", "appearance"))},
        1,
        (("survey", 2, "appearance"), ("survey", 2, "appearance")),
    ),
    "score sheets": Form(
        {
            "survey": survey(["begin_score", "s", "S"], ["score__row", "a", "A"], ["end_score"], ["text", "b", "B"]),
        },
        1,
        (("survey", 3, "type"),),
    ),
    "broken formula": Form({"survey": survey(["text", "a", "A"], ["text", "b", "B", "${a} = ("])}, 2, (("survey", 3, "relevant"),)),
    "right to left": Form({"survey": [["type", "name", "label::العربية (ar)", "label::עברית (he)"], ["text", "a", "الاسم", "שם"]]}, 1),
}
