// A set of the library, once picked, becomes its questions; a copy of a named question gets a name of its own.
import { h, say } from "./dom.js";
import { questions, streams } from "./page.js";

export function watchLibrary(address) {
  document.addEventListener("change", (event) => {
    const picked = event.target.closest?.("select");
    const block = picked?.closest(".fh-set") && picked.closest("[data-streamfield-child]");
    if (block && picked.value) copyIn(address, picked, block.dataset.contentpath);
  });
}

async function copyIn(address, picked, id) {
  picked.disabled = true;
  try {
    const answer = await fetch(address.replace("/0/", `/${picked.value}/`), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const { questions: copies } = await answer.json();
    const stream = streams().find((one) => one.children.some((child) => child.id === id));
    const at = stream.children.findIndex((child) => child.id === id);
    stream.deleteBlock(at, {});
    copies.forEach((copy, n) => stream.insert(copy, at + n));
    namesApart(copies.map((copy) => copy.id));
    stream.children[at]?.element.scrollIntoView({ block: "nearest" });
  } catch {
    picked.disabled = false; // saving copies it in as well
    picked.closest("[data-field]")?.querySelector("[data-field-help]")?.replaceChildren(h("p", { class: "help" }, say("setLater")));
  }
}

// New blocks do not take the names of those that were there.
export function namesApart(ids) {
  const fresh = new Set(ids);
  const taken = new Set(questions().filter((one) => !fresh.has(one.id)).map((one) => one.name));
  for (const stream of streams()) {
    for (const child of stream.children) {
      const name = child.block.childBlocks?.name;
      if (fresh.has(child.id) && name && taken.has(name.getState())) name.setState("");
    }
  }
}

export function watchCopies(form) {
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.dataset?.contentpath);
    const inside = added.flatMap((node) => [node, ...node.querySelectorAll("[data-streamfield-child]")]);
    if (inside.length) namesApart(inside.map((node) => node.dataset.contentpath));
  }).observe(form, { childList: true, subtree: true });
}
