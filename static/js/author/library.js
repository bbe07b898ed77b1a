// A set of the library, once picked, becomes its questions; a copy of a named question gets a name of its own.
import { h, icon, say } from "./dom.js";
import { onChange, questions, steps, streams } from "./page.js";

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

// Each step can be kept in the library, as it stands at this moment.
export function offerKeeping(form, address) {
  const offer = () => {
    for (const step of steps()) {
      const controls = step.element.querySelector("[data-panel-controls]");
      if (controls.querySelector(".fh-keep")) continue;
      const label = say("keepStep");
      const keep = () => keepStep(form, address, steps().indexOf(step));
      controls.append(h("button", { type: "button", class: "button button--icon text-replace white fh-keep", title: label, "aria-label": label, onclick: keep }, icon("snippet")));
    }
  };
  offer();
  onChange(form, offer);
}

async function keepStep(form, address, number) {
  const fields = new FormData(form);
  fields.set("step", String(number));
  let told = { text: say("notKept"), type: "error" };
  try {
    const answer = await fetch(address, { method: "POST", body: fields });
    if (answer.ok || answer.status === 409) told = { text: await answer.text(), type: answer.ok ? "success" : "warning" };
  } catch {
    // told as not kept
  }
  document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { ...told, clear: true } }));
}
