// Marks that are no named scale: stars, a range, a score of 0 to 10.
import { freshId, h, icon, say } from "./dom.js";
import { radios, spoken, who } from "./parts.js";

const MOST_KEYS = 11; // a longer range is a slider

export function scoreField(ask) {
  const numbers = Array.from({ length: 11 }, (_, number) => number);
  return [sides(ask, (subject) => keys(ask, subject, numbers, "nps")), ends("0", "scoreLow", "scoreHigh", "10")];
}

export function rangeField(ask) {
  const numbers = stepsOf(ask.question.parameters ?? {});
  if (ask.question.appearance === "stars") return sides(ask, (subject) => stars(ask, subject, numbers));
  if (numbers.length <= MOST_KEYS) return sides(ask, (subject) => keys(ask, subject, numbers, "nps few"));
  return sides(ask, (subject) => slider(ask, subject, numbers));
}

// Every value of a range, without the dust of binary fractions.
export function stepsOf({ start = 1, end = 5, step = 1 }) {
  const digits = Math.max(...[start, step].map((number) => (String(number).split(".")[1] ?? "").length));
  const count = Math.floor((end - start) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, place) => Number((start + place * step).toFixed(digits)));
}

const sides = (ask, draw) => ask.question.subjects.map((subject) => h("div", { class: "stack stack-s" }, who(ask, subject), draw(subject)));

const ends = (low, lowWords, highWords, high) => h("p", { class: "row cap" }, h("span", {}, `${low} ${say(lowWords)}`), h("span", { class: "end" }, `${say(highWords)} ${high}`));

function keys(ask, subject, numbers, look) {
  return radios(ask, subject, numbers, { classes: `${look}${subject === "rival" ? " rival" : ""}`, draw: (number) => [String(number)] });
}

function stars(ask, subject, numbers) {
  const most = numbers[numbers.length - 1];
  const draw = (number) => [icon("star", "i-l"), h("span", { class: "vh" }, say("starsOf", { n: number, most }))];
  return radios(ask, subject, numbers, { classes: `stars${subject === "rival" ? " rival" : ""}`, draw });
}

// The handle stands in the middle until it is moved; the figure beside it says whether there is an answer yet.
function slider(ask, subject, numbers) {
  const id = freshId();
  const last = numbers.length - 1;
  const now = ask.value(subject);
  const input = h("input", { id, type: "range", min: "0", max: String(last), step: "1", class: "slide", "aria-describedby": ask.about, "aria-label": spoken(ask, subject) });
  const shown = h("output", { for: id, class: "bb num" });
  const clear = h("button", { type: "button", class: "btn btn-text clear" }, say("clear"));
  const nudge = (by) => h("button", { type: "button", class: "icon-btn", "aria-label": say(by < 0 ? "less" : "moreOf"), onclick: () => move(by) }, by < 0 ? h("span", { "aria-hidden": "true", class: "t22" }, "−") : icon("plus"));
  let known = numbers.includes(now) ? now : null;
  input.value = String(known === null ? Math.floor(last / 2) : numbers.indexOf(known));

  function draw() {
    shown.textContent = known === null ? "–" : `${known}${ask.question.unit ? ` ${ask.question.unit}` : ""}`;
    input.setAttribute("aria-valuetext", known === null ? say("empty") : shown.textContent);
    input.classList.toggle("unset", known === null);
    clear.hidden = known === null || Boolean(ask.question.required);
  }
  function take(atOnce) {
    known = numbers[Number(input.value)];
    draw();
    ask.answer(subject, known, atOnce);
  }
  function move(by) {
    if (known !== null) input.value = String(Number(input.value) + by);
    take(true);
  }
  input.addEventListener("input", () => take(false));
  input.addEventListener("click", () => known === null && take(true)); // the middle itself is an answer, too
  clear.addEventListener("click", () => {
    known = null;
    input.value = String(Math.floor(last / 2));
    draw();
    input.focus();
    ask.answer(subject, null, true);
  });
  draw();
  const line = h("div", { class: `row slide-row${subject === "rival" ? " rival" : ""}` }, nudge(-1), input, nudge(1));
  const feet = h("p", { class: "row cap" }, h("span", {}, String(numbers[0])), h("span", { class: "end" }, String(numbers[last])));
  return h("div", { class: "stack stack-s" }, h("p", { class: "row" }, shown), line, feet, clear);
}
