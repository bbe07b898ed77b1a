// <fh-arms>: in which of the brief's scenarios something is asked; none picked means all.
import { h, say } from "./dom.js";
import { arms, known, mark } from "./page.js";

class Arms extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.querySelector("input");
    this.place = h("div", { class: "fh-arms", role: "group", "aria-label": say("scenarios") });
    queueMicrotask(() => {
      this.append(this.place);
      this.refresh();
    });
  }

  get picked() {
    try {
      return JSON.parse(this.input.value || "[]");
    } catch {
      return [];
    }
  }

  refresh() {
    if (!this.place) return;
    const all = arms();
    const sign = JSON.stringify([all, this.input.value]);
    if (sign === this.sign) return;
    this.sign = sign;
    if (!all.length) return this.place.replaceChildren(h("span", { class: "fh-quiet" }, say("oneScenario")));
    const picked = new Set(this.picked.map((one) => known(all, one)?.id ?? one));
    const boxes = all.map((arm) => {
      const box = h("input", { type: "checkbox", checked: picked.has(arm.id) });
      box.addEventListener("change", () => {
        if (box.checked) picked.add(arm.id);
        else picked.delete(arm.id);
        const left = all.map((one) => one.id).filter((id) => picked.has(id));
        this.input.value = left.length ? JSON.stringify(left) : "";
        this.sign = JSON.stringify([all, this.input.value]);
        this.markHead(all);
      });
      return h("label", {}, box, " ", arm.label);
    });
    this.place.replaceChildren(...boxes, h("span", { class: "fh-quiet" }, say("noneIsAll")));
    this.markHead(all);
  }

  // What differs between scenarios is marked at the head of the block.
  markHead(all) {
    const names = this.picked.map((one) => known(all, one)?.label).filter(Boolean);
    mark(this, "fh-in", names.length ? say("onlyIn", { scenarios: names.join(", ") }) : "");
  }
}

customElements.define("fh-arms", Arms);
