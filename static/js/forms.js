// A form posts once: its buttons rest while it is under way. With data-confirm="Question?" it asks first, in the half-sheet.
const sheet = document.getElementById("confirm");

export function ask(text, note = "") {
  sheet.querySelector("#confirm-title").textContent = text;
  sheet.querySelector("#confirm-text").textContent = note;
  sheet.returnValue = "";
  sheet.showModal();
  return new Promise((answer) => sheet.addEventListener("close", () => answer(sheet.returnValue === "yes"), { once: true }));
}

function rest(form) {
  // After the event, so that the pressed button's own name and value are still sent.
  setTimeout(() => {
    for (const button of form.elements) {
      if (button.type !== "submit") continue;
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && sheet?.showModal && !form.dataset.confirmed) {
    event.preventDefault();
    if (!(await ask(question, form.dataset.confirmNote))) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter ?? undefined);
    return;
  }
  delete form.dataset.confirmed;
  rest(form);
});

function wake(form) {
  for (const button of form.elements) {
    if (button.getAttribute("aria-busy") !== "true") continue;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

// Back from the next page (bfcache), or an htmx answer that kept the form: buttons work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) wake(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) wake(form);
});

// Fields that apply at once (language, theme): data-submit on the form.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.submit !== undefined) form.requestSubmit();
});
