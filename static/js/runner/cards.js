// Pain points, ideas and contacts: cards that are added and removed. The whole list is one answer.
import { freshId, h, icon, say } from "./dom.js";
import { who } from "./parts.js";
import { localNow } from "./clocks.js";

const BLANK = {
  pain: (ask) => ({ touchpoint: ask.question.place || "", what: "", severity: null, whom: "" }),
  idea: () => ({ source: "", what_they_do: "", what_here: "", delight: null }),
  contact: () => ({ when: "", channel: "", who_chased: "", outcome: "" }),
};
const PARTS = { pain: painParts, idea: (_ask, item, keep) => ideaParts(item, keep), contact: contactParts };

export function cardsField(ask) {
  return ask.question.subjects.map((subject) => h("div", { class: "stack" }, who(ask, subject), list(ask, subject)));
}

function list(ask, subject) {
  const kind = ask.question.type;
  const most = ask.question.maximum ?? 20;
  let items = structuredCopy(ask.value(subject) ?? []);
  if (!items.length) items.push(BLANK[kind](ask));
  const holder = h("div", { class: "stack" });
  const add = h("button", { type: "button", class: "btn", onclick: () => grow() }, icon("plus"), say(`${kind}Add`));

  const isBlank = (item) => Object.entries(item).every(([part, value]) => part === "touchpoint" || !value);
  function keep(atOnce = false) {
    const written = items.filter((item) => !isBlank(item));
    ask.answer(subject, written.length ? structuredCopy(written) : null, atOnce);
    offer();
  }
  const offer = () => (holder.querySelector("button.c-err").hidden = items.length < 2 && isBlank(items[0])); // a blank one alone stays
  function grow() {
    items.push(BLANK[kind](ask));
    draw();
    holder.lastElementChild.querySelector("select, input, textarea").focus();
  }
  function shrink(place) {
    items.splice(place, 1);
    if (!items.length) items.push(BLANK[kind](ask));
    keep(true);
    draw();
    add.focus();
  }
  function draw() {
    holder.replaceChildren(...items.map((item, place) => card(ask, item, place, { keep, remove: () => shrink(place) })));
    offer();
    add.hidden = items.length >= most;
  }
  draw();
  return [holder, add];
}

function card(ask, item, place, { keep, remove }) {
  const kind = ask.question.type;
  const title = say(`${kind}Title`, { n: place + 1 });
  const head = h("div", { class: "row" }, h("span", { class: "b grow" }, title), h("button", { type: "button", class: "btn btn-text c-err", "aria-label": `${say("remove")}: ${title}`, onclick: remove }, say("remove")));
  return h("fieldset", { class: "slip stack" }, h("legend", { class: "vh" }, title), head, PARTS[kind](ask, item, keep));
}

function painParts(ask, item, keep) {
  return [
    placePicker(ask, item, keep),
    words(item, "what", "painWhat", keep, { rows: 3 }),
    marks(item, "severity", "painSeverity", ["painMild", "painBad"], keep),
    words(item, "whom", "painWhom", keep, { optional: true, limit: 200 }),
  ];
}

function ideaParts(item, keep) {
  return [
    words(item, "source", "ideaSource", keep, { limit: 120 }),
    words(item, "what_they_do", "ideaTheyDo", keep, { rows: 2, optional: true }),
    words(item, "what_here", "ideaHere", keep, { rows: 3 }),
    marks(item, "delight", "ideaDelight", ["ideaNice", "ideaScream"], keep),
  ];
}

function contactParts(ask, item, keep) {
  const channels = ask.question.choices.map(({ name, label }) => [name, label]);
  return [
    moment(item, "when", "contactWhen", keep),
    picker(item, "channel", "contactChannel", [["", say("contactChoose")], ...channels], keep),
    chased(item, keep),
    words(item, "outcome", "contactOutcome", keep, { rows: 2 }),
  ];
}

const placePicker = (ask, item, keep) => picker(item, "touchpoint", "painWhere", [["", say("painChoose")], ...ask.places.map((place) => [place.slug, place.name])], keep);

function picker(item, part, label, options, keep) {
  const id = freshId();
  const select = h("select", { id, class: "input" }, options.map(([value, text]) => h("option", { value }, text)));
  select.value = item[part];
  select.addEventListener("change", () => {
    item[part] = select.value;
    keep(true);
  });
  return h("div", { class: "stack stack-s" }, h("label", { class: "b", for: id }, say(label)), select);
}

function moment(item, part, label, keep) {
  const id = freshId();
  const input = h("input", { id, type: "datetime-local", class: "input", min: "1900-01-01T00:00", max: "2999-12-31T23:59" });
  const now = h("button", { type: "button", class: "chip", "aria-label": `${say("now")}: ${say(label)}` }, icon("clock", "i-s"), say("now"));
  const take = () => {
    item[part] = input.value.slice(0, 16);
    keep();
  };
  input.value = item[part];
  input.addEventListener("input", () => input.validity.badInput || take());
  now.addEventListener("click", () => {
    input.value = localNow().minute;
    take();
  });
  return h("div", { class: "stack stack-s" }, h("label", { class: "b", for: id }, say(label)), h("div", { class: "row wrap moment" }, input, now));
}

function chased(item, keep) {
  const name = freshId();
  const keys = ["us", "me"].map((side) => {
    const input = h("input", { type: "radio", name, value: side, checked: item.who_chased === side });
    input.addEventListener("change", () => {
      item.who_chased = side;
      keep(true);
    });
    return h("label", {}, input, h("span", {}, say(`chased-${side}`)));
  });
  return h("div", { class: "stack stack-s", role: "radiogroup", "aria-labelledby": `${name}-l` }, h("span", { class: "b", id: `${name}-l` }, say("contactChased")), h("div", { class: "choice pair" }, keys));
}

function words(item, part, label, keep, { rows = 0, limit = 4000, optional = false } = {}) {
  const id = freshId();
  const field = rows ? h("textarea", { id, rows, maxlength: String(limit) }) : h("input", { id, class: "input", maxlength: String(limit), autocomplete: "off" });
  field.value = item[part];
  field.addEventListener("input", () => {
    item[part] = field.value;
    keep();
  });
  const mark = optional && h("span", { class: "cap" }, " ", say("optional"));
  return h("div", { class: "stack stack-s" }, h("label", { class: "b", for: id }, say(label), mark), field);
}

function marks(item, part, label, ends, keep) {
  const name = freshId();
  const keys = [1, 2, 3, 4, 5].map((mark) => {
    const input = h("input", { type: "radio", name, value: String(mark), checked: item[part] === mark });
    input.addEventListener("change", () => {
      item[part] = mark;
      keep(true);
    });
    return h("label", {}, input, String(mark));
  });
  return h(
    "div",
    { class: "stack stack-s", role: "radiogroup", "aria-labelledby": `${name}-l` },
    h("span", { class: "b", id: `${name}-l` }, say(label)),
    h("div", { class: "keys" }, keys),
    h("p", { class: "row cap" }, h("span", {}, `1 ${say(ends[0])}`), h("span", { class: "end" }, `${say(ends[1])} 5`)),
  );
}

const structuredCopy = (value) => JSON.parse(JSON.stringify(value));
