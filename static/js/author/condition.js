// <fh-condition>: when something is asked, or what an answer must be. Everything is picked; the JSON stands in the hidden input.
import { button, h, icon, say, select } from "./dom.js";
import { before, itself, known, mark } from "./page.js";
import { OPERATORS, encoded, fields, operatorOf, operatorsFor, spoken } from "./comparisons.js";

const LANGUAGES = JSON.parse(document.getElementById("fh-addresses").dataset.languages);
const MODES = ["all", "any", "none", "notAll"];

const readGroup = (condition) => {
  if (condition.all) return { mode: "all", rows: condition.all.map(read) };
  if (condition.any) return { mode: "any", rows: condition.any.map(read) };
  if (condition.not?.any) return { mode: "none", rows: condition.not.any.map(read) };
  if (condition.not?.all) return { mode: "notAll", rows: condition.not.all.map(read) };
  return null;
};
const isPlain = (condition) => "question" in condition || (condition.not && "question" in condition.not && operatorOf(condition));
const read = (condition) => (isPlain(condition) ? condition : (readGroup(condition) ?? { mode: "none", rows: [read(condition.not)] }));
const isGroup = (row) => "mode" in row;

function write(row) {
  if (!isGroup(row)) return row;
  const rows = row.rows.map(write);
  if (row.mode === "none") return { not: rows.length === 1 ? rows[0] : { any: rows } };
  if (row.mode === "notAll") return { not: { all: rows } };
  return rows.length === 1 ? rows[0] : { [row.mode]: rows };
}

class Condition extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector("input");
    this.about = "itself" in this.dataset;
    queueMicrotask(() => this.start());
  }

  start() {
    this.open = false;
    this.place = h("div", { class: "fh-condition" });
    this.append(this.place);
    this.draw();
  }

  get kept() {
    try {
      return JSON.parse(this.input.value || "null");
    } catch {
      return null;
    }
  }

  get condition() {
    return this.about ? (this.kept?.condition ?? null) : this.kept;
  }

  get askable() {
    const own = this.about && itself(this);
    return [...(own ? [{ ...own, id: ".", name: ".", label: say("thisAnswer"), paired: false }] : []), ...before(this)];
  }

  keep() {
    const condition = this.group.rows.length ? write(this.group) : null;
    const kept = condition && this.about ? { condition, message: this.message } : condition;
    this.input.value = kept ? JSON.stringify(kept) : "";
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Closed it is one sentence; it is drawn anew when the questions around it change.
  refresh() {
    if (this.place && !this.open && (this.input.value || this.place.dataset.stale)) this.draw();
  }

  draw() {
    const condition = this.condition;
    if (!this.about) mark(this, "fh-if", condition ? say("onlyIfMark") : "");
    if (this.open) return this.place.replaceChildren(this.groupBox(this.group, 0), ...(this.about ? [this.messageBox()] : []), this.foot());
    const asked = condition ? spoken(condition, this.askable) : { words: say(this.about ? "anyAnswer" : "always"), lost: false };
    this.place.dataset.stale = asked.lost ? "yes" : "";
    const edit = button(say(condition ? "edit" : this.about ? "addRule" : "onlyIf"), condition ? "edit" : "plus", () => this.edit());
    const words = h("span", { class: asked.lost ? "fh-lost" : condition ? "fh-when" : "fh-quiet" }, asked.lost && icon("warning"), asked.words);
    this.place.replaceChildren(words, edit);
  }

  edit() {
    const condition = this.condition;
    const now = condition && read(condition);
    this.group = !now ? { mode: "all", rows: [] } : isGroup(now) ? now : { mode: "all", rows: [now] };
    this.message = this.kept?.message ?? {};
    this.open = true;
    if (!this.group.rows.length) this.addRow(this.group);
    this.draw();
    this.place.querySelector("select")?.focus();
  }

  // What the tester is told, in every language.
  messageBox() {
    const inputs = LANGUAGES.map(([code, name]) => {
      const input = h("input", { type: "text", lang: code, placeholder: name, "aria-label": `${say("elseSay")} · ${name}` });
      input.value = this.message[code] ?? "";
      input.addEventListener("input", () => {
        this.message = { ...this.message, [code]: input.value };
        if (!input.value.trim()) delete this.message[code];
        this.keep();
      });
      return input;
    });
    return h("div", { class: "fh-says" }, h("p", { class: "fh-quiet" }, say("elseSay")), h("div", { class: "fh-languages" }, inputs));
  }

  foot() {
    const close = () => {
      this.open = false;
      this.draw();
      this.place.querySelector("button")?.focus();
    };
    const none = () => {
      this.group.rows = [];
      this.keep();
      close();
    };
    return h("div", { class: "fh-foot" }, button(say("done"), "check", close), button(say(this.about ? "anyAnswer" : "always"), "cross", none));
  }

  addRow(group) {
    const askable = this.askable;
    const question = this.about ? askable[0] : askable.at(-1);
    if (!question) return;
    group.rows.push(encoded(question, operatorsFor(question)[0]));
    this.keep();
  }

  change(then) {
    then();
    this.keep();
    const at = [...this.place.querySelectorAll("select, input")].indexOf(document.activeElement);
    this.draw();
    this.place.querySelectorAll("select, input")[at]?.focus();
  }

  groupBox(group, depth) {
    if (!this.askable.length) return h("p", { class: "fh-quiet" }, say("nothingBefore"));
    const mode = group.rows.length > 1 || depth || group.mode !== "all";
    const modes = select(say("howMany"), MODES.map((one) => [one, say(`mode-${one}`)]), group.mode, (chosen) => this.change(() => (group.mode = chosen)));
    const rows = group.rows.map((row, n) => this.row(group, row, n, depth));
    const more = [button(say("addCondition"), "plus", () => this.change(() => this.addRow(group)))];
    if (depth < 2) more.push(button(say("addGroup"), "plus", () => this.change(() => group.rows.push(this.newGroup()))));
    return h("div", { class: "fh-group" }, mode && h("p", { class: "fh-mode" }, modes), rows, h("div", { class: "fh-foot" }, more));
  }

  newGroup() {
    const group = { mode: "any", rows: [] };
    this.addRow(group);
    return group;
  }

  row(group, row, n, depth) {
    const away = button("", "bin", () => this.change(() => group.rows.splice(n, 1)), { "aria-label": say("removeCondition"), title: say("removeCondition") });
    if (isGroup(row)) return h("div", { class: "fh-row fh-nested" }, this.groupBox(row, depth + 1), away);
    const put = (comparison) => this.change(() => (group.rows[n] = comparison));
    return h("div", { class: "fh-row" }, this.questionSelect(row, put), this.rest(row, put, (value) => this.typed(group, n, value)), away);
  }

  // What is typed is kept without drawing anew, so that the caret stays.
  typed(group, n, comparison) {
    group.rows[n] = comparison;
    this.keep();
  }

  questionSelect(row, put) {
    const askable = this.askable;
    const reference = (row.not ?? row).question;
    const chosen = known(askable, reference);
    const label = (one) => (one.id === "." ? one.label : `${one.step ? `${one.step}.` : ""}${one.number} ${one.label}`);
    const options = askable.map((one) => [one.id, label(one)]);
    if (!chosen) options.unshift([reference, say("lostQuestion")]);
    const node = select(say("question"), options, chosen?.id ?? reference, (id) => {
      const question = known(askable, id);
      if (question) put(encoded(question, operatorsFor(question)[0]));
    });
    if (!chosen) node.setAttribute("aria-invalid", "true");
    return node;
  }

  rest(row, put, typed) {
    const question = known(this.askable, (row.not ?? row).question);
    if (!question) return [];
    const operator = operatorOf(row);
    const choose = select(say("operator"), operatorsFor(question).map((key) => [key, say(`op-${key}`)]), operator, (key) => put(encoded(question, key, row)));
    const subject =
      question.paired &&
      select(say("about"), [["own", say("own")], ["rival", say("rival")]], (row.not ?? row).subject ?? "own", (which) => put(encoded(question, operator, row, { subject: which })));
    const value = OPERATORS[operator].valued && fields(question, (row.not ?? row).value, (now, redraw) => (redraw ? put : typed)(encoded(question, operator, row, { value: now })));
    return [subject, choose, value];
  }
}

customElements.define("fh-condition", Condition);
