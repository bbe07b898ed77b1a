// An order of preference: tap what comes first, then second; arrows mend it. Works with keys, without any dragging.
import { h, icon, say } from "./dom.js";
import { spoken, who } from "./parts.js";

export function rankField(ask) {
  return ask.question.subjects.map((subject) => h("div", { class: "stack stack-s" }, who(ask, subject), ranking(ask, subject)));
}

function ranking(ask, subject) {
  const { choices } = ask.question;
  const label = Object.fromEntries(choices.map((choice) => [choice.name, choice.label]));
  let order = (ask.value(subject) ?? []).filter((name) => name in label);
  const list = h("ol", { class: `rank-list${subject === "rival" ? " rival" : ""}`, "aria-label": spoken(ask, subject) });
  const told = h("p", { class: "vh", role: "status" });
  const clear = h("button", { type: "button", class: "btn btn-text clear" }, say("startAgain"));
  const unplaced = () => choices.map((choice) => choice.name).filter((name) => !order.includes(name));

  const keep = () => ask.answer(subject, order.length ? [...order] : null, true);

  function place(name) {
    order.push(name);
    if (unplaced().length === 1) order.push(unplaced()[0]);
    changed(name, "");
  }
  function move(name, by) {
    const from = order.indexOf(name);
    order.splice(from, 1);
    order.splice(from + by, 0, name);
    changed(name, by < 0 ? "up" : "down");
  }
  function changed(name, way) {
    keep();
    draw();
    told.textContent = say("rankNow", { what: label[name], n: order.indexOf(name) + 1, total: choices.length });
    const row = [...list.children].find((item) => item.dataset.name === name);
    const buttons = [...row.querySelectorAll("button:not([disabled])")];
    (way ? (buttons.find((button) => button.dataset.way === way) ?? buttons[0]) : (list.querySelector(".open button") ?? buttons[0]))?.focus();
  }
  function draw() {
    list.replaceChildren(...order.map(placed), ...unplaced().map(open));
    clear.hidden = !order.length;
  }
  function placed(name, at) {
    const arrow = (way, by, off) =>
      h("button", { type: "button", class: "icon-btn", "data-way": way, disabled: off, "aria-label": `${say(way === "up" ? "rankUp" : "rankDown")}: ${label[name]}`, onclick: () => move(name, by) }, icon(way));
    return h(
      "li",
      { class: "rank-item", "data-name": name },
      h("span", { class: "rank-n", "aria-hidden": "true" }, String(at + 1)),
      h("span", { class: "grow b" }, label[name]),
      arrow("up", -1, at === 0),
      arrow("down", 1, at === order.length - 1),
    );
  }
  const open = (name) =>
    h("li", { class: "rank-item open", "data-name": name }, h("button", { type: "button", class: "rank-take", onclick: () => place(name), "aria-label": say("rankPlace", { what: label[name], n: order.length + 1 }) }, h("span", { class: "rank-n", "aria-hidden": "true" }), h("span", { class: "grow" }, label[name])));
  clear.addEventListener("click", () => {
    order = [];
    keep();
    draw();
    list.querySelector("button").focus();
  });
  draw();
  return [h("p", { class: "meta" }, say("rankHow")), list, clear, told];
}
