// The desk's keys: marks, decisions, next and back. Letters do nothing while somebody types.
const form = document.getElementById("decision");
const comment = document.getElementById("comment");
const allKeys = document.getElementById("all-keys");
const zoom = document.getElementById("zoom");

const typing = (target) => target.matches("textarea, select, input:not([type=radio])");
const reach = (key) => document.querySelector(`[data-key="${key}"]`);

function mark(number) {
  const lines = [...form.querySelectorAll(".rub-line")];
  const focused = document.activeElement.closest?.(".rub-line");
  const line = focused ?? lines.find((one) => !one.querySelector(":checked")) ?? lines.at(-1);
  const radio = line.querySelector(`input[value="${number}"]`);
  radio.checked = true;
  const following = lines[lines.indexOf(line) + 1];
  (following?.querySelector("input:checked, input") ?? radio).focus();
}

function press(control) {
  if (control.matches("[data-needs-words]") && !comment.value.trim()) {
    comment.setAttribute("aria-invalid", "true");
    comment.focus();
    return;
  }
  control.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return undefined;
  const key = event.key.toLowerCase();
  if (key === "?") allKeys.showModal();
  else if (key === "c" && comment) comment.focus();
  else if (/^[0-5]$/.test(key) && form) mark(key);
  else if (/^[aerxjk]$/.test(key) && reach(key)) press(reach(key));
  else return undefined;
  event.preventDefault();
  return undefined;
});

// The mouse meets the same question as the keyboard: a return without a word helps nobody.
form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-needs-words]");
  if (!button || comment.value.trim()) return;
  event.preventDefault();
  press(button);
});
comment?.addEventListener("input", () => comment.removeAttribute("aria-invalid"));

for (const link of document.querySelectorAll("[data-zoom]")) {
  link.addEventListener("click", (event) => {
    if (!zoom.showModal || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const picture = zoom.querySelector("img");
    picture.src = link.href;
    picture.alt = link.querySelector("img").alt;
    zoom.showModal();
  });
}
