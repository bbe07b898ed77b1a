"""The mistakes that people make in forms, each with the places where it stands."""

from tests.tasks_catalog.xlsform.books import YES_NO, survey
from tests.tasks_catalog.xlsform.kinds_of_forms import Form

REFUSED: dict[str, Form] = {
    "no survey": Form({"Sheet1": [["a"], ["b"]]}, places=(("", 0, ""),)),
    "header only": Form({"survey": [["type", "name", "label"]]}, places=(("survey", 1, ""),)),
    "no type column": Form({"survey": [["name", "label"], ["a", "A"]]}, places=(("survey", 1, "type"),)),
    "unknown type": Form({"survey": survey(["text", "a", "A"], ["txet", "b", "B"])}, places=(("survey", 3, "type"),)),
    "no name": Form({"survey": survey(["text", "", "A"], ["text", "b", "B"])}, places=(("survey", 2, "name"),)),
    "no type": Form({"survey": survey(["", "a", "A"], ["text", "b", "B"])}, places=(("survey", 2, "type"),)),
    "a name with a space": Form({"survey": survey(["text", "my name", "A"])}, places=(("survey", 2, "name"),)),
    "twice the same name": Form({"survey": survey(["text", "a", "A"], ["text", "a", "B"])}, places=(("survey", 3, "name"),)),
    "missing choices": Form(
        {"survey": survey(["text", "a", "A"], ["select_one gone", "b", "B"]), "choices": YES_NO}, places=(("survey", 3, "type"),)
    ),
    "no choices sheet": Form({"survey": survey(["select_multiple yn", "b", "B"])}, places=(("survey", 2, "type"),)),
    "no list named": Form({"survey": survey(["select_one", "b", "B"])}, places=(("survey", 2, "type"),)),
    "group never closed": Form({"survey": survey(["begin group", "g", "G"], ["text", "a", "A"])}, places=(("survey", 2, "type"),)),
    "group never opened": Form({"survey": survey(["text", "a", "A"], ["end group"])}, places=(("survey", 3, "type"),)),
    "nobody’s name": Form({"survey": survey(["text", "a", "A", "${zz} = 1"])}, places=(("survey", 2, "relevant"),)),
    "a circle of two": Form(
        {"survey": survey(["text", "a", "A", "${b} = 1"], ["text", "b", "B", "${a} = 1"])},
        places=(("survey", 2, "relevant"), ("survey", 3, "relevant")),
    ),
    "a circle of one": Form({"survey": survey(["text", "a", "A", "${a} = 1"])}, places=(("survey", 2, "relevant"),)),
    "a circle through a group": Form(
        {"survey": survey(["begin group", "g", "G", "${a} = 1"], ["text", "a", "A"], ["end group"])}, places=(("survey", 3, "relevant"),)
    ),
    "a circle of calculations": Form(
        {
            "survey": survey(
                ["calculate", "a", "", "${b} + 1"], ["calculate", "b", "", "${a} + 1"], heads=("type", "name", "label", "calculation")
            )
        },
        places=(("survey", 2, "calculation"), ("survey", 3, "calculation")),
    ),
    "several mistakes": Form(
        {"survey": survey(["txet", "a", "A"], ["text", "", "B"], ["select_one gone", "c", "C"])},
        places=(("survey", 2, "type"), ("survey", 3, "name"), ("survey", 4, "type")),
    ),
    "10,000 questions": Form({"survey": survey(*(["text", f"q{n}", "Q"] for n in range(10_000)))}, places=(("survey", 2002, ""),)),
    "10,000 choices": Form(
        {
            "survey": survey(["select_one v", "a", "A"]),
            "choices": [["list_name", "name", "label"], *(["v", f"c{n}", f"C {n}"] for n in range(10_000))],
        },
        places=(("choices", 5002, ""),),
    ),
    "our own columns spoilt by hand": Form(
        {
            "survey": survey(
                ["text", "a", "A", "text", '{"unit": 5}'], heads=("type", "name", "label", "firsthand::type", "firsthand::more")
            )
        },
        places=(("survey", 0, ""),),
    ),
    "a long list in hundreds of questions": Form(
        {
            "survey": survey(*(["select_one v", f"q{n}", "Q"] for n in range(300))),
            "choices": [["list_name", "name", "label"], *(["v", f"c{n}", f"C {n}"] for n in range(300))],
        },
        places=(("choices", 0, ""),),
    ),
    "nothing that can be carried": Form(
        {"survey": survey(["start", "start"], ["audio", "a", "A"])},
        places=(("survey", 0, ""), ("survey", 2, "type"), ("survey", 3, "type")),
    ),
}
