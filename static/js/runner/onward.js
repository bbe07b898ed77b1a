// Enter goes on: to the next thing to answer, and from the last one to the next screen. In a longer text it makes a line; with Ctrl or ⌘ it goes on there, too.
const STOPS = "input:not([type=hidden], [type=file]), textarea, select";

export function goOnByEnter(root, turn) {
  root.addEventListener("focusin", ({ target }) => {
    if (target.matches("input")) target.enterKeyHint = "next";
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(STOPS)) return;
    if (event.target.matches("textarea, select") && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const onward = after(root, event.target);
    if (onward) onward.focus();
    else turn();
  });
}

// A row of radios is one stop: at the chosen one, else at the first.
function after(root, here) {
  const stops = [...root.querySelectorAll(STOPS)].filter((field) => !field.disabled && !field.readOnly && field.getClientRects().length);
  const groups = new Map(stops.filter(isRadio).reverse().map((field) => [field.name, field]));
  for (const field of stops.filter(isRadio)) if (field.checked) groups.set(field.name, field);
  const each = stops.filter((field) => !isRadio(field) || groups.get(field.name) === field);
  return each[each.indexOf(isRadio(here) ? groups.get(here.name) : here) + 1];
}

const isRadio = (field) => field.type === "radio";
