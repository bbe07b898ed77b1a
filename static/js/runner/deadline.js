// How long there is still time, by the server's clock; and what to do when it has run out while the network was away.
import { h, icon, say } from "./dom.js";
import { inTime } from "./clocks.js";

const A_DAY = 24 * 60 * 60;

// `seen`: when the page said what time it is, by this phone's clock.
export function watchDeadline({ page, place, over, signal, seen }) {
  const ahead = Date.parse(page.now) - seen; // how far the server's clock is ahead of this one
  const end = Date.parse(page.deadline);
  const words = h("b", { class: "left" });
  place?.append(words);
  let told = false;

  function look() {
    const left = Math.ceil((end - Date.now() - ahead) / 1000);
    words.textContent = left > A_DAY ? "" : left > 0 ? ` · ${say("timeLeft", { time: inTime(left > 3600 ? left - (left % 60) : left) })}` : ` · ${say("timeOver")}`;
    if (left > 0 || told) return;
    told = true;
    over();
  }

  const ticking = setInterval(look, 1000);
  signal?.addEventListener("abort", () => clearInterval(ticking));
  look();
}

export const overNotice = (save) =>
  h(
    "div",
    { class: "notice notice-err", role: "alert" },
    icon("clock"),
    h("div", { class: "stack grow" }, h("p", {}, say("timeOverWords")), h("button", { type: "button", class: "btn btn-line", onclick: save }, icon("download"), say("saveCopy"))),
  );
