// One comparison of a condition: which operators a question has, how its value is picked, how it reads as a sentence.
import { h, say, select } from "./dom.js";
import { known } from "./page.js";

// key of the list → the operator of the language, turned round or not, with a value or not
export const OPERATORS = {
  is: { op: "=", valued: true },
  isNot: { op: "!=", valued: true },
  under: { op: "<", valued: true },
  atMost: { op: "<=", valued: true },
  over: { op: ">", valued: true },
  atLeast: { op: ">=", valued: true },
  includes: { op: "selected", valued: true },
  lacks: { op: "selected", turned: true, valued: true },
  answered: { op: "answered" },
  unanswered: { op: "answered", turned: true },
};
const SIZE = ["atMost", "atLeast", "is", "isNot", "under", "over", "answered", "unanswered"];
const EQUAL = ["is", "isNot", "answered", "unanswered"];
const BY_KIND = { single_choice: EQUAL, text: EQUAL, long_text: EQUAL, barcode: EQUAL, location: EQUAL, promise: EQUAL, multiple_choice: ["includes", "lacks", "answered", "unanswered"] };
const SIZED = new Set(["nps", "csat", "ces", "emotion", "score", "stars", "integer", "decimal", "duration", "calculate", "date", "time"]);
const RANGES = { nps: [0, 10], csat: [1, 5], ces: [1, 7], emotion: [-2, 2], score: [0, 10] };

export const operatorsFor = (question) => BY_KIND[question.kind] ?? (SIZED.has(question.kind) ? SIZE : ["answered", "unanswered"]);

export function operatorOf(row) {
  const turned = "not" in row;
  const { op } = row.not ?? row;
  return Object.keys(OPERATORS).find((key) => OPERATORS[key].op === op && Boolean(OPERATORS[key].turned) === turned);
}

// The comparison in the language; of an earlier one it keeps what still fits.
export function encoded(question, key, row = {}, changes = {}) {
  const operator = OPERATORS[key];
  const old = row.not ?? row;
  const value = "value" in changes ? changes.value : old.question === question.id || old.question === question.name ? old.value : undefined;
  const comparison = { question: question.id, op: operator.op };
  if (operator.valued) comparison.value = value ?? firstValue(question);
  const subject = changes.subject ?? old.subject;
  if (question.paired && subject === "rival") comparison.subject = "rival";
  return operator.turned ? { not: comparison } : comparison;
}

function ends(question) {
  if (question.kind === "stars") return [Number(question.from || 1), Number(question.to || 5)];
  return RANGES[question.kind];
}

function firstValue(question) {
  if (question.choices.length && question.kind !== "rank") return question.choices[0].id;
  if (question.kind === "location") return "inside";
  if (question.kind === "promise") return true;
  if (ends(question)) return ends(question)[0];
  if (["integer", "decimal", "duration", "calculate"].includes(question.kind)) return 0;
  return question.kind === "time" ? "12:00" : question.kind === "date" ? new Date().toISOString().slice(0, 10) : "";
}

const places = () => ["inside", "outside", "unknown"].map((one) => [one, say(`place-${one}`)]);
const kept = () => [true, false].map((one) => [one, say(one ? "kept" : "broken")]);
const range = ([low, high]) => Array.from({ length: Math.min(101, high - low + 1) }, (_, n) => [low + n, String(low + n)]);

// The list or field for the value; `put(value, redraw)`.
export function fields(question, value, put) {
  const label = say("value");
  if (question.choices.length) return select(label, question.choices.map((one) => [one.id, one.label]), known(question.choices, value)?.id ?? value, (id) => put(id, true));
  if (question.kind === "location") return select(label, places(), value, (one) => put(one, true));
  if (question.kind === "promise") return select(label, kept(), value, (one) => put(one === "true", true));
  if (ends(question)) return select(label, range(ends(question)), value, (one) => put(Number(one), true));
  const input = h("input", { "aria-label": label, type: { date: "date", time: "time" }[question.kind] ?? (isNumber(question) ? "number" : "text"), step: "any" });
  const minutes = question.kind === "duration";
  input.value = minutes ? Number(value ?? 0) / 60 : (value ?? "");
  input.addEventListener("input", () => {
    if (isNumber(question) && !Number.isFinite(input.valueAsNumber)) return;
    put(minutes ? Math.round(input.valueAsNumber * 60) : isNumber(question) ? input.valueAsNumber : input.value, false);
  });
  return [input, minutes && h("span", { class: "fh-quiet" }, say("minutes"))];
}

const isNumber = (question) => ["integer", "decimal", "duration", "calculate"].includes(question.kind);

// "Only if “Recommend it?” is at most 6", and whether it names something that is not there any more.
export function spoken(condition, askable) {
  let lost = false;
  const one = (part) => {
    const key = operatorOf(part);
    const comparison = part.not ?? part;
    const question = known(askable, comparison.question);
    if (!question) lost = true;
    const value = shown(question, comparison.value);
    const about = question?.paired ? ` (${say(comparison.subject ?? "own")})` : "";
    const name = comparison.question === "." ? say("thisAnswer") : `“${question?.label ?? say("lostQuestion")}”${about}`;
    return [name, say(`op-${key}`), value].filter((word) => word !== "").join(" ");
  };
  const some = (part) => {
    if (part.question || part.not?.question) return one(part);
    if (part.all) return part.all.map(wrapped).join(` ${say("and")} `);
    if (part.any) return part.any.map(wrapped).join(` ${say("or")} `);
    return `${say("notThat")} (${some(part.not)})`;
  };
  const wrapped = (part) => (part.all?.length > 1 || part.any?.length > 1 ? `(${some(part)})` : some(part));
  const words = some(condition);
  return { words: lost ? `${words}. ${say("lostWords")}` : `${say("if")} ${words}`, lost };
}

function shown(question, value) {
  if (value === undefined) return "";
  const choice = question && known(question.choices, value);
  if (choice) return `“${choice.label}”`;
  if (question?.kind === "promise") return say(value ? "kept" : "broken");
  if (question?.kind === "location") return say(`place-${value}`);
  if (question?.kind === "duration") return `${value / 60} ${say("minutes")}`;
  return String(value);
}
