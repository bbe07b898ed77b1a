// What only this phone has, claim by claim: it sends itself, and can be saved as a copy. And the tasks that open without a network.
import { ask } from "../forms.js";
import { h } from "./dom.js";
import { saveCopy } from "./rescue.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";

const section = document.getElementById("on-phone");
const { reader } = document.documentElement.dataset;
const say = (name, values = {}) => (section.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const icon = (name) => document.querySelector(`#icons [data-icon=${name}] svg`).cloneNode(true);
const list = document.getElementById("on-phone-list");
const store = await openStore();
const own = (item) => !item.reader || item.reader === reader;

const tasks = new Map((await store.all("tasks")).filter(own).map((task) => [task.claim, task]));
if (document.getElementById("open-drafts") && !document.documentElement.dataset.asOf) {
  await forgetWhatEnded();
  if (await arrivedSinceItWasAsked()) location.reload();
}
const waiting = async () => [(await store.all("cells")).filter(own), (await store.all("photos")).filter(own)];
const [cells, photos] = await waiting();
const claims = [...new Set([...cells, ...photos].map(({ claim }) => claim))].sort((one, other) => deadline(one) - deadline(other));

function deadline(claim) {
  return Date.parse(tasks.get(claim)?.deadline) || Infinity;
}

// The page came from the server just now and knows which tasks are open.
async function forgetWhatEnded() {
  const open = new Set([...document.querySelectorAll("[data-claim]")].map((link) => Number(link.dataset.claim)));
  const waits = new Set([...(await store.all("cells")), ...(await store.all("photos"))].map(({ claim }) => claim));
  for (const claim of [...tasks.keys()].filter((one) => !open.has(one) && !waits.has(one))) {
    tasks.delete(claim);
    await store.drop("tasks", claim);
  }
  for (const { key, claim } of await store.all("arrived")) if (!open.has(claim)) await store.drop("arrived", key);
}

// The last answers of the page before, which went on their way together with the question for this one, may be missing on it.
async function arrivedSinceItWasAsked() {
  return (await store.all("arrived")).some(({ at }) => at > performance.timeOrigin && at <= Date.now());
}

function addresses(claim) {
  const runner = section.dataset.runner.replace("/0/", `/${claim}/`);
  return { runner, answers: `${runner}answers/`, photo: `${runner}photos/{id}/` };
}

function card(claim) {
  const urls = addresses(claim);
  const sync = new Sync({ claim, reader, cells: {}, photos: {}, urls, kept: true }, store);
  const root = h("article", { class: "card stack" });
  const shown = new Map(); // photo → its address while the page stands

  async function draw() {
    const [left, pictures] = (await waiting()).map((items) => items.filter((item) => item.claim === claim));
    for (const { key, blob } of pictures) if (!shown.has(key)) shown.set(key, URL.createObjectURL(blob));
    if (!left.length && !pictures.length) return finish();
    root.replaceChildren(...[head(left, pictures), pictures.length && thumbs(pictures), words(), buttons(left, pictures)].filter(Boolean));
    return null;
  }

  function head(left, pictures) {
    const task = tasks.get(claim);
    const over = deadline(claim) < Date.now();
    const counts = [left.length && say("answers", { n: left.length }), pictures.length && say("photos", { n: pictures.length }), task && say(over ? "over" : "until", { when: task.deadlineText })];
    const state = { saved: "saving", phone: "phone" }[sync.state] ?? sync.state;
    return h(
      "div",
      { class: "row row-t row-3" },
      h("span", { class: "tile" }, icon("pen")),
      h("div", { class: "grow" }, h("h3", { class: "b" }, task?.title ?? say("task")), h("p", { class: "meta" }, counts.filter(Boolean).join(" · "))),
      h("span", { class: `tag ${sync.stopped || ["conflict", "refused"].includes(state) ? "tag-err" : "tag-dim"}`, "data-state": state }, say(state)),
    );
  }

  const thumbs = (pictures) => h("div", { class: "row wrap" }, pictures.map(({ key }) => h("img", { class: "mini", src: shown.get(key), alt: "" })));

  function words() {
    if (sync.state === "closed") return h("p", { class: "meta c-err" }, sync.stopped.message || say("whyClosed"));
    const refused = [...sync.refusals.values()].join(" ");
    return refused ? h("p", { class: "meta c-err" }, refused) : null;
  }

  function buttons(left, pictures) {
    const title = say("copyTitle", { task: tasks.get(claim)?.title ?? say("task") });
    const save = h("button", { type: "button", class: "btn btn-line", onclick: () => saveCopy({ title, cells: left, photos: pictures }) }, icon("download"), say("save"));
    const closed = sync.state === "closed";
    const first = closed
      ? h("button", { type: "button", class: "btn btn-text", onclick: () => drop(left, pictures) }, say("drop"))
      : h("button", { type: "button", class: "btn", onclick: () => sync.flush() }, icon("refresh"), say("send"));
    const open = !closed && h("a", { class: "btn btn-line", href: sync.state === "signedOut" ? location.href : urls.runner }, say(sync.state === "signedOut" ? "signedOut" : "open"));
    return h("div", { class: "row wrap" }, first, open, save);
  }

  async function drop(left, pictures) {
    if (!(await ask(say("dropAsk"), say("dropNote")))) return;
    for (const { key } of left) await store.drop("cells", key);
    for (const { key } of pictures) await store.drop("photos", key);
    finish();
  }

  function finish() {
    for (const url of shown.values()) URL.revokeObjectURL(url);
    root.remove();
    section.hidden = !list.childElementCount;
    if (section.hidden && document.getElementById("open-drafts")) location.reload(); // with what has just arrived
  }

  sync.addEventListener("change", draw);
  list.append(root);
  return { draw, start: () => sync.start() };
}

function showKept() {
  const place = document.getElementById("kept");
  if (!place || !tasks.size) return;
  const row = (task) => h("li", {}, h("a", { class: "item", href: task.address }, h("span", { class: "tile" }, icon("pen")), h("span", { class: "grow" }, h("span", { class: "b" }, task.title), h("span", { class: "meta" }, say("until", { when: task.deadlineText })))));
  document.getElementById("kept-list").replaceChildren(h("ul", {}, [...tasks.values()].map(row)));
  place.hidden = false;
}

showKept();
const cards = claims.map(card);
section.hidden = !cards.length;
for (const { draw } of cards) await draw();
for (const { start } of cards) await start();
section.dataset.ready = "yes";
