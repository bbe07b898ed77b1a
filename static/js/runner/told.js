// An answer as people say it: for a choice between two, and for a copy that is saved.
import { inTime } from "./clocks.js";
import { say } from "./dom.js";

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

export function inWords(question, value, places) {
  if (value === null || value === undefined) return "";
  if (question.type in WORDS) return WORDS[question.type](question, value, places);
  const names = labels(question);
  if (question.scale === "emotion") return say(`emotion${value}`);
  return [value].flat().map((one) => names[one] ?? String(one)).join(", ");
}

const placeName = (slug, places) => places.find((place) => place.slug === slug)?.name ?? "";
