// What several kinds of questions are drawn with.
import { freshId, h, say } from "./dom.js";

// "● Harbour Bank" over or beside what belongs to it; nothing when only one side is asked.
export function who(ask, subject, attributes = {}) {
  if (ask.question.subjects.length < 2 && subject === "own") return null;
  return h(attributes.for ? "label" : "span", { class: `who${subject === "rival" ? " who-rival" : ""}`, ...attributes }, ask.names[subject]);
}

// Two bars and the difference in words; `told` says a size as people do.
export function pairBar(ask, own, rival, told) {
  const most = Math.max(Math.abs(own), Math.abs(rival)) || 1;
  const bar = (value, classes) => {
    const node = h("i", { class: classes });
    node.style.width = `${(Math.abs(value) / most) * 100}%`;
    return node;
  };
  const gap = Math.round(Math.abs(own - rival) * 100) / 100;
  const longer = ask.names[own > rival ? "own" : "rival"];
  const words = gap ? say("more", { difference: told(gap), who: longer }) : say("equal");
  return [h("div", { class: "pair-bar", "aria-hidden": "true" }, bar(own, ""), bar(rival, "rival")), h("p", { class: "meta" }, h("span", { class: "ink b" }, words))];
}

// Native radios under big keys: arrows, Tab and screen readers work by themselves. An optional answer can be taken back.
export function radios(ask, subject, values, { classes, draw }) {
  const name = freshId();
  const group = h("div", { class: classes, role: "radiogroup", "aria-label": spoken(ask, subject) });
  const now = ask.value(subject);
  const clear = h("button", { type: "button", class: "btn btn-text clear", hidden: ask.question.required || now === null }, say("clear"));
  for (const value of values) {
    const input = h("input", { type: "radio", name, value: String(value), checked: value === now });
    input.addEventListener("change", () => {
      clear.hidden = Boolean(ask.question.required);
      ask.answer(subject, value, true);
    });
    group.append(h("label", {}, input, draw(value)));
  }
  clear.addEventListener("click", () => {
    for (const input of group.querySelectorAll("input")) input.checked = false;
    clear.hidden = true;
    group.querySelector("input").focus();
    ask.answer(subject, null, true);
  });
  return ask.question.required ? group : h("div", { class: "stack stack-s" }, group, clear);
}

export function spoken(ask, subject) {
  return ask.question.subjects.length > 1 ? `${ask.question.label}, ${ask.names[subject]}` : ask.question.label;
}
