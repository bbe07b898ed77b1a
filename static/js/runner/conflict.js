// Two devices wrote one answer: both are shown, the person chooses.
import { inTime } from "./clocks.js";
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

const WORDS = {
  pain: (_question, value, places) => value.map((card) => listed([placeName(card.touchpoint, places), card.what, card.severity])).join("; "),
  idea: (_question, value) => value.map((card) => [card.source, card.what_here].filter(Boolean).join(": ")).join("; "),
  contact: (_question, value) => value.map((card) => listed([card.when.replace("T", " "), card.outcome])).join("; "),
  duration: (_question, value) => inTime(value),
  location: (_question, value) => say(`place-${value}`),
  promise: (_question, value) => listed([say(value.kept ? "promiseKept" : "promiseBroken"), value.seconds !== null && inTime(value.seconds)]),
  matrix: (question, value) => question.rows.filter((row) => row.name in value).map((row) => `${row.label}: ${labels(question)[value[row.name]]}`).join("; "),
};

const listed = (parts) => parts.filter(Boolean).join(", ");
const labels = (question) => Object.fromEntries(question.choices.map((choice) => [choice.name, choice.label]));

function inWords(question, value, places) {
  if (value === null || value === undefined) return "";
  if (question.type in WORDS) return WORDS[question.type](question, value, places);
  const names = labels(question);
  if (question.scale === "emotion") return say(`emotion${value}`);
  return [value].flat().map((one) => names[one] ?? String(one)).join(", ");
}

const placeName = (slug, places) => places.find((place) => place.slug === slug)?.name ?? "";
