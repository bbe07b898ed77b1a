// data-share="/path": the phone's own share sheet, else the address is copied. data-copy="text": copied. data-done says so.
import { say } from "./toasts.js";

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    window.prompt(done, text);
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-share], [data-copy]");
  if (!button) return;
  const done = button.dataset.done ?? "✓";
  if (button.dataset.copy !== undefined) {
    await copy(button.dataset.copy, done);
    return;
  }
  const url = new URL(button.dataset.share || location.href, location.href).href;
  try {
    await navigator.share({ title: document.title, url });
  } catch (refused) {
    // also where there is no sheet
    if (refused.name !== "AbortError") await copy(url, done);
  }
});
