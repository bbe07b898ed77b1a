// One card for each question; each kind of answer is drawn by its own function and tells `ask.answer(subject, value, atOnce)`.
import { face, freshId, h, icon, inFigures, say } from "./dom.js";
import { barcodeField } from "./barcode.js";
import { cardsField } from "./cards.js";
import { dateField, durationField, timeField } from "./clocks.js";
import { matrixField } from "./matrix.js";
import { pairBar, radios, spoken, who } from "./parts.js";
import { photoField } from "./photos.js";
import { locationField } from "./place.js";
import { promiseField } from "./promise.js";
import { rankField } from "./rank.js";
import { rangeField, scoreField } from "./scales.js";

const KINDS = {
  text: textField,
  integer: (ask) => (ask.question.scale ? scaleField(ask) : numberField(ask)),
  decimal: numberField,
  date: dateField,
  time: timeField,
  duration: durationField,
  select_one: (ask) => (ask.question.appearance === "minimal" ? menuField(ask) : choiceField(ask)),
  select_multiple: choiceField,
  rank: rankField,
  range: rangeField,
  score: scoreField,
  matrix: matrixField,
  photo: photoField,
  location: locationField,
  barcode: barcodeField,
  contact: cardsField,
  promise: promiseField,
  pain: cardsField,
  idea: cardsField,
};
const ALONE = ["text", "date", "time", "barcode", "contact", "pain", "idea"]; // one field, or cards with legends of their own

export function questionCard(ask) {
  const { question } = ask;
  const id = freshId();
  if (question.type === "note") return noteCard(question);
  const grouped = !ALONE.includes(question.type) || question.subjects.length > 1;
  const comment = ask.comment && h("p", { class: "notice", id: `${id}-c` }, icon("talk"), h("span", { lang: ask.tongue }, say("fromReviewer", { words: ask.comment })));
  const about = [question.hint && `${id}-h`, ask.comment && `${id}-c`, `${id}-e`].filter(Boolean).join(" ");
  const card = h(
    grouped ? "fieldset" : "section",
    { class: `card q kind-${question.type}`, id: `q-${question.name}`, "aria-describedby": grouped ? about : undefined },
    grouped ? h("legend", { class: "vh" }, question.label) : null,
    h(grouped ? "p" : "h2", { class: "legend", id: `${id}-l`, "aria-hidden": grouped ? "true" : undefined }, question.label, optional(ask)),
    question.hint && h("p", { class: "meta", id: `${id}-h` }, question.hint),
    comment,
    KINDS[question.type]({ ...ask, id, about }),
    h("div", { class: "trouble", id: `${id}-e`, role: "alert" }),
  );
  return card;
}

function noteCard({ name, label, hint }) {
  const words = h("div", { class: "stack stack-s grow" }, h("h2", {}, label), hint && h("p", { class: "meta" }, hint), h("div", { class: "trouble" }));
  return h("section", { class: "notice notice-dim q kind-note", id: `q-${name}` }, icon("info"), words);
}

const DUTY = { pain: "pain", idea: "think", text: "voice" }; // what a duty may need is not called optional

function optional({ question, duties }) {
  const least = question.minimum && ["photo", "pain", "idea", "contact"].includes(question.type);
  const free = !question.required && !least && !duties.includes(DUTY[question.type]);
  return free && h("span", { class: "cap nowrap" }, " ", say("optional"));
}

function textField(ask) {
  return ask.question.subjects.map((subject) => {
    const id = freshId();
    const rows = ask.question.appearance === "multiline" ? 6 : 3;
    const area = h("textarea", { id, rows, maxlength: "4000", "aria-describedby": ask.about });
    if (ask.question.subjects.length < 2) area.setAttribute("aria-labelledby", `${ask.id}-l`);
    area.value = ask.value(subject) ?? "";
    area.addEventListener("input", () => ask.answer(subject, area.value || null));
    return h("div", { class: "stack stack-s" }, who(ask, subject, { for: id }), area);
  });
}

function numberField(ask) {
  const { question } = ask;
  const inputs = {};
  const difference = h("div", { class: "stack stack-s" });
  const boxes = question.subjects.map((subject) => {
    const id = freshId();
    const input = h("input", { id, inputMode: question.type === "integer" ? "numeric" : "decimal", autocomplete: "off", "aria-describedby": ask.about });
    if (question.subjects.length < 2) input.setAttribute("aria-labelledby", `${ask.id}-l`);
    input.value = ask.value(subject) ?? "";
    inputs[subject] = input;
    input.addEventListener("input", () => {
      const number = read(input.value, question.type);
      input.setAttribute("aria-invalid", String(Number.isNaN(number)));
      ask.trouble(Number.isNaN(number) ? say(question.type === "integer" ? "notWhole" : "notPlain") : "");
      if (!Number.isNaN(number)) ask.answer(subject, number);
      compare();
    });
    const field = h("div", { class: `field${subject === "rival" ? " rival" : ""}` }, input, question.unit && h("span", {}, question.unit));
    return h("div", { class: "stack stack-s" }, who(ask, subject, { for: id }), field);
  });
  function compare() {
    if (question.subjects.length < 2) return;
    const own = read(inputs.own.value, question.type);
    const rival = read(inputs.rival.value, question.type);
    difference.replaceChildren(...(isNumber(own) && isNumber(rival) ? pairBar(ask, own, rival, (gap) => `${inFigures(gap)}${question.unit ? ` ${question.unit}` : ""}`) : []));
  }
  compare();
  return [h("div", { class: question.subjects.length > 1 ? "compare" : "stack" }, boxes), difference];
}

const isNumber = (value) => value !== null && !Number.isNaN(value);

const WHOLE = /^[+-]?\d+$/;
const BROKEN = /^[+-]?(\d+[.,]?\d*|[.,]\d+)$/;
const GROUPED = /,\d{3}$/; // a thousand where the language writes 1.5; nobody is to guess: it is asked for again

function read(text, type) {
  const plain = text.normalize("NFKC").trim(); // figures of any width
  if (!plain) return null;
  const isGrouped = GROUPED.test(plain) && !inFigures(1.5).includes(",");
  const isRead = (type === "integer" ? WHOLE : BROKEN).test(plain) && !isGrouped;
  const number = isRead ? Number(plain.replace(",", ".")) : NaN;
  return Number.isFinite(number) ? number : NaN;
}

const LOOKS = { nps: "nps", ces: "nps ces", csat: "keys", emotion: "feelings" };
const ENDS = { nps: ["nps0", "nps10"], csat: ["csat1", "csat5"], ces: ["ces1", "ces7"] };

function scaleField(ask) {
  const { scale, minimum, maximum } = ask.question;
  const numbers = Array.from({ length: maximum - minimum + 1 }, (_, place) => minimum + place);
  const lines = ask.question.subjects.map((subject) => {
    const label = who(ask, subject);
    const classes = `${LOOKS[scale]}${subject === "rival" ? " rival" : ""}`;
    const keys = radios(ask, subject, numbers, { classes, draw: (number) => drawn(scale, number) });
    return h("div", { class: "stack stack-s" }, label, keys);
  });
  const ends = ENDS[scale] && h("p", { class: "row cap" }, h("span", {}, `${minimum} ${say(ENDS[scale][0])}`), h("span", { class: "end" }, `${say(ENDS[scale][1])} ${maximum}`));
  return [lines, ends];
}

function drawn(scale, number) {
  return scale === "emotion" ? [face(number), h("span", {}, say(`emotion${number}`))] : [String(number)];
}

function choiceField(ask) {
  const many = ask.question.type === "select_multiple";
  const label = Object.fromEntries(ask.question.choices.map((choice) => [choice.name, choice.label]));
  return ask.question.subjects.map((subject) => {
    const group = many
      ? boxes(ask, subject)
      : radios(ask, subject, Object.keys(label), { classes: "choice", draw: (name) => [h("span", {}, label[name])] });
    return h("div", { class: "stack stack-s" }, who(ask, subject), group);
  });
}

// The same as a list, folded: for many choices.
function menuField(ask) {
  return ask.question.subjects.map((subject) => {
    const id = freshId();
    const blank = h("option", { value: "" }, say("choose"));
    const select = h("select", { id, class: "input", "aria-describedby": ask.about, "aria-label": spoken(ask, subject) }, blank, ask.question.choices.map((choice) => h("option", { value: choice.name }, choice.label)));
    select.value = ask.value(subject) ?? "";
    select.addEventListener("change", () => ask.answer(subject, select.value || null, true));
    return h("div", { class: "stack stack-s" }, who(ask, subject), select);
  });
}

function boxes(ask, subject) {
  const chosen = new Set(ask.value(subject) ?? []);
  const group = h("div", { class: "choice many", role: "group", "aria-label": spoken(ask, subject) });
  for (const choice of ask.question.choices) {
    const input = h("input", { type: "checkbox", value: choice.name, checked: chosen.has(choice.name) });
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(choice.name);
      else chosen.delete(choice.name);
      const inOrder = ask.question.choices.map((one) => one.name).filter((one) => chosen.has(one));
      ask.answer(subject, inOrder.length ? inOrder : null, true);
    });
    group.append(h("label", {}, input, h("span", {}, choice.label)));
  }
  return group;
}
