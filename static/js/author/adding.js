// A plus sign alone says nothing to a newcomer: the last one of each list says what it adds.
const told = document.getElementById("fh-adding");
const words = told ? JSON.parse(told.textContent) : {};

// By the field whose list it is, from the inside out; `questions` holds steps at the root and questions inside a step.
function wordOf(button) {
  const inBlock = button.closest("[data-streamfield-child]");
  const field = button.closest("[data-contentpath]")?.dataset.contentpath;
  const name = field === "questions" && !inBlock ? "step" : field;
  return words[name] ?? "";
}

function name(button) {
  const word = wordOf(button);
  if (!word || button.dataset.adds === word) return;
  button.dataset.adds = word;
  button.title = word;
  button.setAttribute("aria-label", word);
  const shown = document.createElement("span");
  shown.className = "fh-adds";
  shown.textContent = word;
  button.append(shown);
}

function nameAll(within) {
  for (const button of within.querySelectorAll(".c-sf-add-button")) name(button);
}

// At once: for as long as a plus sign has no name, its neighbour, who adds above, would be the last of this name.
function named(node) {
  if (!node.querySelectorAll) return; // a text
  if (node.matches(".c-sf-add-button")) name(node);
  else nameAll(node);
}

if (told) {
  nameAll(document);
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(named))).observe(document.body, { childList: true, subtree: true });
}
