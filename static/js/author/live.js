// What the brief asks of a tester, and what it still lacks, as it stands in the editor; the server says it, in one place for all.
import { say } from "./dom.js";
import { onChange } from "./page.js";

export function watchEffort(form, panel, address) {
  let asked;
  stayInSight(panel, form);
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form), signal: asked.signal });
      if (answer.ok) show(panel, await answer.text());
      else panel.dataset.stale = say("notCounted");
    } catch (trouble) {
      if (trouble.name === "AbortError") return;
      panel.dataset.stale = say("notCounted");
    }
    panel.removeAttribute("aria-busy");
  };
  onChange(form, look, 900);
}

function show(panel, html) {
  const open = panel.querySelector("details")?.open;
  panel.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  if (open !== undefined) panel.querySelector("details")?.toggleAttribute("open", open);
  delete panel.dataset.stale;
}

// The part of the page that holds the panel alone, beside the one with the questions.
function stayInSight(panel, form) {
  const questions = form.querySelector("#questions-root");
  let part = panel;
  while (part.parentElement && !part.parentElement.contains(questions)) part = part.parentElement;
  part.classList.add("fh-stays");
}

// A line of the list leads to its block: unfolded, in sight, in focus.
export function watchLines(panel) {
  panel.addEventListener("click", (event) => {
    const line = event.target.closest("[data-block]");
    const block = line && document.querySelector(`[data-streamfield-child][data-contentpath="${CSS.escape(line.dataset.block)}"]`);
    if (!block) return;
    event.preventDefault();
    for (let outer = block; outer; outer = outer.parentElement?.closest("[data-streamfield-child]")) unfold(outer);
    block.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    block.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
  });
}

function unfold(block) {
  const toggle = block.querySelector("[data-panel-toggle]");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
}
