// <fh-calculation>: how it is worked out, and from which questions above it.
import { button, h, say, select } from "./dom.js";
import { before, known } from "./page.js";

const WAYS = ["sum", "mean", "min", "max", "count", "difference", "score"];
const NUMBERS = new Set(["nps", "csat", "ces", "emotion", "score", "stars", "integer", "decimal", "duration", "calculate"]);
const CHOICES = new Set(["single_choice", "multiple_choice", "matrix"]);
const fits = (way) => (question) => way === "count" || (way === "score" ? CHOICES : NUMBERS).has(question.kind);

class Calculation extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector("input");
    this.place = h("div", { class: "fh-calculation" });
    queueMicrotask(() => {
      this.append(this.place);
      this.draw();
    });
  }

  get calculation() {
    try {
      return JSON.parse(this.input.value || "null") ?? { sum: [] };
    } catch {
      return { sum: [] };
    }
  }

  keep(way, names) {
    this.input.value = JSON.stringify({ [way]: names });
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.draw();
  }

  refresh() {
    if (this.place && !this.place.contains(document.activeElement)) this.draw();
  }

  draw() {
    const [way, names] = Object.entries(this.calculation)[0];
    const there = before(this).filter(fits(way));
    const ways = select(say("way"), WAYS.map((one) => [one, say(`way-${one}`)]), way, (one) => this.keep(one, names));
    const rows = names.map((name, n) => this.row(way, names, n, there));
    const free = there.find((one) => !names.some((name) => known([one], name)));
    const most = way === "difference" ? 2 : Infinity;
    const add = free && names.length < most && button(say("addQuestion"), "plus", () => this.keep(way, [...names, free.id]));
    const nothing = !there.length && h("p", { class: "fh-quiet" }, say("nothingToCount"));
    this.place.replaceChildren(ways, ...rows, ...[add, nothing].filter(Boolean));
  }

  row(way, names, n, there) {
    const chosen = known(there, names[n]);
    const options = there.map((one) => [one.id, `${one.step ? `${one.step}.` : ""}${one.number} ${one.label}`]);
    if (!chosen) options.unshift([names[n], say("lostQuestion")]);
    const put = (id) => this.keep(way, names.map((name, place) => (place === n ? id : name)));
    const away = button("", "bin", () => this.keep(way, names.filter((_, place) => place !== n)), { "aria-label": say("removeQuestion"), title: say("removeQuestion") });
    return h("div", { class: "fh-row" }, select(say("question"), options, chosen?.id ?? names[n], put), away);
  }
}

customElements.define("fh-calculation", Calculation);
