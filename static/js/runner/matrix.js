// A table of questions with the same answers. On a phone each row is its own line of keys; with a rival two lines, one under the other.
import { freshId, h, say } from "./dom.js";
import { who } from "./parts.js";

export function matrixField(ask) {
  const { rows, choices, subjects } = ask.question;
  const given = Object.fromEntries(subjects.map((subject) => [subject, { ...(ask.value(subject) ?? {}) }]));
  const keep = (subject) => {
    const inOrder = rows.filter((row) => row.name in given[subject]).map((row) => [row.name, given[subject][row.name]]);
    ask.answer(subject, inOrder.length ? Object.fromEntries(inOrder) : null, true);
  };
  return rows.map((row) =>
    h(
      "div",
      { class: "matrix-row stack stack-s" },
      h("p", { class: "b", "aria-hidden": "true" }, row.label),
      subjects.map((subject) => line(ask, { row, choices, subject, given: given[subject], keep: () => keep(subject) })),
    ),
  );
}

function line(ask, { row, choices, subject, given, keep }) {
  const name = freshId();
  const label = ask.question.subjects.length > 1 ? `${row.label}, ${ask.names[subject]}` : row.label;
  const group = h("div", { class: `cols${subject === "rival" ? " rival" : ""}${choices.length > 5 ? " many" : ""}`, role: "radiogroup", "aria-label": label });
  const clear = h("button", { type: "button", class: "btn btn-text clear", "aria-label": `${say("clear")}: ${label}` }, say("clear"));
  const hide = () => (clear.hidden = Boolean(ask.question.required) || !(row.name in given));
  const inputs = choices.map((choice) => {
    const input = h("input", { type: "radio", name, value: choice.name, checked: given[row.name] === choice.name });
    input.addEventListener("change", () => {
      given[row.name] = choice.name;
      hide();
      keep();
    });
    group.append(h("label", {}, input, h("span", {}, choice.label)));
    return input;
  });
  clear.addEventListener("click", () => {
    delete given[row.name];
    for (const input of inputs) input.checked = false;
    hide();
    inputs[0].focus();
    keep();
  });
  hide();
  return h("div", { class: "stack stack-s" }, who(ask, subject), group, clear);
}
