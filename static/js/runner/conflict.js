// Two devices wrote one answer: both are shown, the person chooses.
import { h, icon, say } from "./dom.js";
import { inWords } from "./told.js";

export function conflictNotice({ question, cell, sync, names, places, done }) {
  const told = (value) => inWords(question, value, places) || say("empty");
  const settle = (keepMine) => () => {
    sync.settle(cell, keepMine);
    done();
  };
  const subject = cell.slice(question.name.length + 1);
  return h(
    "div",
    { class: "notice notice-err conflict", role: "alert" },
    icon("warn"),
    h(
      "div",
      { class: "stack grow" },
      h("p", { class: "b" }, say("conflictTitle"), question.subjects.length > 1 ? ` (${names[subject]})` : ""),
      h("p", {}, say("mine", { value: told(sync.value(cell)) })),
      h("p", {}, say("theirs", { value: told(sync.conflicts.get(cell).value) })),
      h(
        "div",
        { class: "row wrap" },
        h("button", { type: "button", class: "btn btn-1", onclick: settle(true) }, say("keepMine")),
        h("button", { type: "button", class: "btn", onclick: settle(false) }, say("takeTheirs")),
      ),
    ),
  );
}
