// Moments and spans: a date, a time, how long something took. The stopwatch goes on when the page is left.
import { freshId, h, icon, say } from "./dom.js";
import { pairBar, spoken, who } from "./parts.js";

export const dateField = (ask) => momentField(ask, { type: "date", min: "1900-01-01", max: "2999-12-31" }, "today", "notADate");
export const timeField = (ask) => momentField(ask, { type: "time" }, "now", "notATime");

function momentField(ask, native, shortcut, trouble) {
  const { subjects } = ask.question;
  const sides = subjects.map((subject) => {
    const id = freshId();
    const input = h("input", { id, ...native, class: `input${subject === "rival" ? " rival" : ""}`, "aria-describedby": ask.about });
    if (subjects.length < 2) input.setAttribute("aria-labelledby", `${ask.id}-l`);
    input.value = ask.value(subject) ?? "";
    input.addEventListener("input", () => {
      const half = input.validity.badInput || input.validity.rangeOverflow || input.validity.rangeUnderflow;
      input.setAttribute("aria-invalid", String(half));
      ask.trouble(half ? say(trouble) : "");
      if (!half) ask.answer(subject, input.value || null);
    });
    const present = h("button", { type: "button", class: "chip", "aria-label": `${say(shortcut)}: ${spoken(ask, subject)}` }, icon(native.type === "date" ? "cal" : "clock", "i-s"), say(shortcut));
    present.addEventListener("click", () => {
      input.value = localNow()[native.type];
      input.dispatchEvent(new Event("input"));
    });
    return h("div", { class: "stack stack-s" }, who(ask, subject, { for: id }), h("div", { class: "row wrap moment" }, input, present));
  });
  return h("div", { class: "stack" }, sides);
}

// The clock on this phone's wall, as the fields write it.
export function localNow() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}`;
  return { date, time, minute: `${date}T${time}` };
}

// "1 h 7 min 30 s"
export function inTime(seconds) {
  const parts = [
    ["hoursShort", Math.floor(seconds / 3600)],
    ["minutesShort", Math.floor((seconds % 3600) / 60)],
    ["secondsShort", seconds % 60],
  ].filter(([, n]) => n);
  return parts.length ? parts.map(([key, n]) => say(key, { n })).join(" ") : say("secondsShort", { n: 0 });
}

export function durationField(ask) {
  const { subjects } = ask.question;
  const difference = h("div", { class: "stack stack-s" });
  function compare() {
    const [own, rival] = ["own", "rival"].map((subject) => ask.value(subject));
    const both = subjects.length > 1 && own !== null && rival !== null;
    difference.replaceChildren(...(both ? pairBar(ask, own, rival, inTime) : []));
  }
  const sides = subjects.map((subject) => {
    const keep = (seconds, atOnce) => {
      ask.answer(subject, seconds, atOnce);
      compare();
    };
    return h("div", { class: "stack stack-s" }, who(ask, subject), spanBoxes(ask, subject, { seconds: ask.value(subject), keep }));
  });
  compare();
  return [h("div", { class: "stack" }, sides), difference];
}

const PARTS = [
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
];

// Hours, minutes, seconds to type in, or a stopwatch to start and stop. `keep(seconds, atOnce)` hears of each change.
export function spanBoxes(ask, subject, { seconds, keep, label = spoken(ask, subject) }) {
  const rival = subject === "rival" ? " rival" : "";
  const boxes = PARTS.map(([part]) => h("input", { inputMode: "numeric", autocomplete: "off", maxlength: "5", "aria-label": say(part), "aria-describedby": ask.about }));
  const watch = stopwatch(`${ask.claim}/${ask.question.name}.${subject}`);
  const words = h("span", {}, "");
  const button = h("button", { type: "button", class: "btn" }, icon("clock"), words);
  const clear = h("button", { type: "button", class: "btn btn-text" }, say("clear"));
  let known = seconds;

  function write(total) {
    let left = total ?? 0;
    boxes.forEach((box, place) => {
      const size = PARTS[place][1];
      box.value = total === null ? "" : String(Math.floor(left / size));
      left %= size;
    });
  }
  function typed() {
    const parts = boxes.map((box) => (/^\s*\d*\s*$/.test(box.value) ? Number(box.value) : NaN));
    const wrong = parts.some(Number.isNaN);
    boxes.forEach((box, place) => box.setAttribute("aria-invalid", String(Number.isNaN(parts[place]))));
    ask.trouble(wrong ? say("notANumber") : "");
    if (wrong) return;
    known = boxes.every((box) => !box.value.trim()) ? null : parts.reduce((sum, part, place) => sum + part * PARTS[place][1], 0);
    draw();
    keep(known, false);
  }
  function draw() {
    const runs = watch.startedAt !== null;
    words.textContent = say(runs ? "clockStop" : known ? "clockGoOn" : "clockStart");
    button.classList.toggle("btn-run", runs);
    for (const box of boxes) box.readOnly = runs;
    clear.hidden = runs || known === null || Boolean(ask.question.required && known === null);
  }
  const tick = () => watch.startedAt !== null && write(watch.seconds());
  button.addEventListener("click", () => {
    if (watch.startedAt === null) watch.start(known ?? 0);
    else {
      known = watch.stop();
      write(known);
      keep(known, true);
    }
    draw();
  });
  clear.addEventListener("click", () => {
    write(null);
    typed();
    boxes[1].focus();
  });
  for (const box of boxes) box.addEventListener("input", typed);
  write(known);
  tick();
  draw();
  const ticking = setInterval(tick, 1000);
  ask.signal.addEventListener("abort", () => clearInterval(ticking));
  const fields = boxes.map((box, place) => h("label", { class: `field${rival}` }, box, h("span", { class: "cap", "aria-hidden": "true" }, say(`${PARTS[place][0]}Unit`))));
  return h("div", { class: "stack stack-s span", role: "group", "aria-label": label }, h("div", { class: "span-boxes" }, fields), h("div", { class: "row wrap" }, button, clear));
}

// One stopwatch for each cell, kept by its start: a page that is closed and opened again finds it running.
function stopwatch(name) {
  const place = `firsthand:clock:${name}`;
  let startedAt = recall(place);
  return {
    get startedAt() {
      return startedAt;
    },
    seconds: () => Math.max(0, Math.round((Date.now() - startedAt) / 1000)),
    start(from) {
      startedAt = Date.now() - from * 1000;
      remember(place, startedAt);
    },
    stop() {
      const seconds = this.seconds();
      startedAt = null;
      remember(place, null);
      return seconds;
    },
  };
}

function recall(place) {
  try {
    return Number(localStorage.getItem(place)) || null;
  } catch {
    return null; // no storage: it runs as long as the page stands
  }
}

function remember(place, startedAt) {
  try {
    if (startedAt === null) localStorage.removeItem(place);
    else localStorage.setItem(place, String(startedAt));
  } catch {
    // as above
  }
}
