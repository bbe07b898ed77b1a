// What stands in the editor at this moment: steps, questions and scenarios, read from Wagtail's own blocks.
const LANGUAGE = document.documentElement.lang.toLowerCase().replace("-", "_");

const root = (name) => document.getElementById(`${name}-root`)?.rootBlock;
const parts = (child) => child.block.childBlocks ?? {};
const valueOf = (child, part) => parts(child)[part]?.getState();
const list = (child, part) => parts(child)[part]?.children ?? [];

function textOf(child, part = "label") {
  const texts = valueOf(child, part) ?? {};
  const own = Object.keys(texts).find((code) => LANGUAGE.startsWith(code)) ?? "en";
  return (texts[own] || texts.en || Object.values(texts).find(Boolean) || "").trim();
}

const first = (state) => (Array.isArray(state) ? state[0] : state) ?? "";
const made = (kind, id) => `${kind}-${(id ?? "").slice(0, 8)}`;

// What was never saved in the editor has no id yet; then its name stands for it.
const called = (child, name) => ({ id: child.id || name, name });
const item = (child, kind, n) => ({ ...called(child, valueOf(child, "name") || made(kind, child.id)), label: textOf(child) || `${n}` });

function question(child, step, n, position) {
  const answer = first(valueOf(child, "answer"));
  return {
    ...called(child, valueOf(child, "name") || made(child.type.split("_")[0], child.id)),
    element: child.element,
    kind: child.type === "comparison" || child.type === "number" ? answer : child.type,
    label: textOf(child) || child.block.blockDef.meta.label,
    paired: child.type === "comparison" || first(valueOf(child, "subjects")) === "both",
    choices: list(child, "choices").map((one, k) => item(one, "choice", k + 1)),
    from: valueOf(child, "start"),
    to: valueOf(child, "end"),
    step,
    number: n,
    position,
  };
}

// All questions in their order; a set of the library has no steps.
export function questions() {
  const found = [];
  const add = (child, step, n) => child.type !== "question_set" && found.push(question(child, step, n, found.length));
  (root("questions")?.children ?? []).forEach((child, s) => {
    if (child.type === "step") list(child, "questions").forEach((one, n) => add(one, s + 1, n + 1));
    else add(child, 0, s + 1);
  });
  return found;
}

export const arms = () => (root("arms")?.children ?? []).map((child, n) => item(child, "arm", n + 1));

// The questions above the one, or the step, that this element stands in.
export function before(element) {
  const all = questions();
  const own = all.findIndex((one) => one.element.contains(element));
  if (own >= 0) return all.slice(0, own);
  const step = (root("questions")?.children ?? []).findIndex((child) => child.element.contains(element)); // the condition of a step
  return all.filter((one) => one.step && one.step <= step);
}

export const itself = (element) => questions().find((one) => one.element.contains(element));

// At the head of its block, so that it is seen when the block is folded.
export function mark(element, kind, words) {
  const head = element.closest("[data-streamfield-child]")?.querySelector("[data-panel-heading]");
  if (!head) return;
  const known = head.querySelector(`.${kind}`);
  if (!words) return known?.remove();
  const sign = known ?? head.appendChild(document.createElement("span"));
  sign.className = `fh-only ${kind}`;
  if (sign.textContent !== words) sign.textContent = words;
}

// A block is known by its id, or, when it came from a finished questionnaire, by its name.
export const known = (all, reference) => all.find((one) => one.id === reference || one.name === reference);

export const steps = () => (root("questions")?.children ?? []).filter((child) => child.type === "step");

// Every list of questions in the page, for what is put into it.
export function streams() {
  const top = root("questions");
  if (!top) return [];
  return [top, ...steps().map((child) => parts(child).questions)];
}

// Told soon after anything was typed, picked, added, moved or taken away.
export function onChange(element, then, wait = 250) {
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(then, wait);
  };
  element.addEventListener("input", soon);
  element.addEventListener("change", soon);
  // What is taken away is hidden only and marked without a word, and Wagtail lets its clicks go no further: they are seen on their way down.
  element.addEventListener("click", (event) => event.target.closest("[data-streamfield-action]") && soon(), true);
  new MutationObserver((changes) => changes.some(isOfBlocks) && soon()).observe(element, { childList: true, subtree: true });
}

const isOfBlocks = (change) => [...change.addedNodes, ...change.removedNodes].some((node) => node.dataset && "streamfieldChild" in node.dataset);
