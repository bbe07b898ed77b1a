// A new page is saved by itself soon after the last word. Whoever clicks “Save draft” while that is on its way waits for its answer,
// which says where the page lives from now on; otherwise the click would make the page a second time. So would a saving that begins
// while the click's own answer is on its way: once the page is sent, nothing is saved by itself any more.
const form = document.querySelector("form[data-edit-form]");
let underWay = false;
let sent = false;
let waiting = null;

function goOn() {
  underWay = false;
  if (!waiting) return;
  const button = waiting;
  waiting = null;
  button.disabled = false;
  form.requestSubmit(button);
}

if (form && location.pathname.includes("/add/")) {
  form.addEventListener("w-autosave:save", (event) => {
    if (sent) event.preventDefault();
    else underWay = true;
  });
  form.addEventListener("w-autosave:success", goOn);
  form.addEventListener("w-autosave:error", goOn);
  form.addEventListener("submit", (event) => {
    if (!underWay || !event.submitter) {
      sent = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter;
  }, true);
}
