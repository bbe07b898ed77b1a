// The door of a flash task. The server's clock counts: the page is drawn with it, and a few questions to /time/ measure how far this
// phone's clock is off. The button wakes at zero; pressing earlier would be refused by the server anyway. With a ticket the answer comes
// from the gate in front of the pages, without a page: many ask at once. The form's key is kept until it was answered, so that pressing
// again after a lost answer asks the same thing.
const ASKS = 4;
const DRIFT = 2000; // ms between two clocks of this phone: it slept, or somebody set it
const MOMENTS = [[60, "oneMinute"], [10, "tenSeconds"]]; // announced when they pass,
const STILL_TRUE = 3; // and not when they passed longer ago than so many seconds: the phone slept

class FlashDoor extends HTMLElement {
  connectedCallback() {
    this.opens = Number(this.dataset.opens);
    this.offset = Number(this.dataset.now) - performance.now(); // which nobody can set, as they can the clock on the wall
    this.wall = Date.now() - performance.now();
    this.digits = this.querySelector(".digits");
    this.ticks = this.querySelectorAll(".ticks path");
    this.button = this.querySelector("button");
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.ask(event));
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    document.addEventListener("visibilitychange", () => document.hidden || this.measure());
    this.measured = this.measure();
    this.tick();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  // The answer with the shortest way there and back tells the time best; half of the way is taken off.
  async measure() {
    let best = Infinity;
    for (let ask = 0; ask < ASKS; ask += 1) {
      const sent = performance.now();
      try {
        const answer = await fetch(this.dataset.time, { cache: "no-store" });
        const { now } = await answer.json();
        const way = performance.now() - sent;
        if (way < best) {
          best = way;
          this.offset = now + way / 2 - performance.now();
        }
      } catch {
        return; // offline: the clock runs on from what is known
      }
    }
  }

  tick() {
    this.mind();
    const left = this.opens - (performance.now() + this.offset);
    if (left <= 0) return this.open();
    this.draw(Math.ceil(left / 1000));
    this.timer = setTimeout(() => this.tick(), Math.min(left % 1000 || 1000, 250));
  }

  mind() {
    const wall = Date.now() - performance.now();
    if (Math.abs(wall - this.wall) < DRIFT) return;
    this.wall = wall;
    this.measure();
  }

  draw(seconds) {
    const text = clock(seconds);
    if (this.digits.textContent !== text) {
      this.digits.textContent = text;
      this.digits.classList.toggle("long", text.length > 5);
      const lit = seconds >= 60 ? 60 : seconds;
      this.ticks.forEach((tick, index) => tick.setAttribute("opacity", index < lit ? "1" : ".32"));
    }
    const passed = MOMENTS.find(([moment]) => this.last > moment && seconds <= moment && seconds > moment - STILL_TRUE);
    if (passed) this.say(passed[1]);
    this.last = seconds;
  }

  open() {
    this.draw(0);
    this.say("open");
    if (this.querySelector("[data-go]").hidden) {
      this.button.disabled = false;
      this.show("go");
    }
  }

  async ask(event) {
    this.show("busy");
    const fields = new FormData(this.form);
    if (!fields.get("ticket")) return; // the form is sent as it is
    event.preventDefault();
    this.button.disabled = true;
    try {
      const body = new URLSearchParams({ ticket: fields.get("ticket"), key: fields.get("key") });
      if (this.asked) body.set("again", "1"); // the answer that got lost may have been a seat
      this.asked = true;
      const answer = await fetch(this.form.action, { method: "POST", headers: { Accept: "application/json" }, body });
      this.hear(await answer.json());
    } catch {
      this.refuse(this.dataset.noAnswer);
    }
  }

  hear({ outcome, place, url, reason, message }) {
    if (outcome === "seated") return location.assign(url);
    if (outcome === "waiting") return this.wait(place);
    if (["expired", "foreign", "malformed"].includes(reason)) return location.reload();
    if (outcome === "requested") return location.reload();
    this.refuse(message);
  }

  wait(place) {
    this.button.hidden = true;
    this.querySelector(".door-note").hidden = true;
    document.querySelector("[data-refusal]").hidden = true;
    this.querySelector("[data-number]").textContent = place;
    this.querySelector("[data-place]").hidden = !place;
    this.querySelector("[data-far]").hidden = Boolean(place);
    const outcome = this.querySelector("[data-waits]");
    outcome.hidden = false;
    outcome.querySelector("a").focus();
  }

  refuse(sentence) {
    const refusal = document.querySelector("[data-refusal]");
    refusal.querySelector("span").textContent = sentence;
    refusal.hidden = false;
    this.button.disabled = false;
    this.show("go");
  }

  say(what) {
    this.querySelector("[data-say]").textContent = this.dataset[what];
  }

  show(which) {
    if (which === "busy") this.button.setAttribute("aria-busy", "true");
    else this.button.removeAttribute("aria-busy");
    for (const name of ["wait", "go", "busy"]) this.querySelector(`[data-${name}]`).hidden = name !== which;
  }
}

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

customElements.define("flash-door", FlashDoor);
