// Two devices wrote one answer: both are shown, the person chooses.
import { h, icon, say } from "./dom.js";

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

function inWords(question, value, places) {
  if (value === null || value === undefined) return "";
  if (question.type === "pain") return value.map((card) => [placeName(card.touchpoint, places), card.what, card.severity].filter(Boolean).join(", ")).join("; ");
  if (question.type === "idea") return value.map((card) => [card.source, card.what_here].filter(Boolean).join(": ")).join("; ");
  const names = Object.fromEntries(question.choices.map((choice) => [choice.name, choice.label]));
  if (question.scale === "emotion") return say(`emotion${value}`);
  return [value].flat().map((one) => names[one] ?? String(one)).join(", ");
}

const placeName = (slug, places) => places.find((place) => place.slug === slug)?.name ?? "";
