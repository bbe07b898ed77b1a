// The runner: one step a screen over the frozen questions, every answer kept and sent as it is given.
import { h, icon, learn, say, uuid } from "./dom.js";
import { questionCard } from "./fields.js";
import { checkScreen } from "./check.js";
import { conflictNotice } from "./conflict.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";

const page = JSON.parse(document.getElementById("page").textContent);
await learn(page);

const root = document.getElementById("runner");
const title = document.getElementById("step-title");
const segments = document.getElementById("steps");
const chip = document.getElementById("save-state");
const notices = document.getElementById("notices");
const back = document.getElementById("back");
const next = document.getElementById("next");
const sendButton = document.getElementById("send");

const key = uuid(); // of this sending; a retry of the button repeats it
const sync = new Sync(page, await openStore());
const cards = new Map(); // question name → {card, subjects}
let current = 0;
let leaving = new AbortController();

const CHIPS = {
  saved: ["save-ok", "check"],
  saving: ["save-busy", "refresh"],
  phone: ["", "phone"],
  failed: ["save-err", "offline"],
  conflict: ["save-err", "warn"],
  refused: ["save-err", "warn"],
  closed: ["save-err", "warn"],
  signedOut: ["save-err", "lock"],
};

function showState() {
  const [classes, picture] = CHIPS[sync.state];
  const words = { closed: "refused", signedOut: "phone" }[sync.state] ?? sync.state;
  if (chip.dataset.state !== sync.state) {
    chip.dataset.state = sync.state;
    chip.className = `save ${classes}`;
    chip.replaceChildren(icon(picture, "i-s"), say(words));
    showNotices();
  }
  for (const [name, { card, subjects }] of cards) {
    const refusal = subjects.map((subject) => sync.refusals.get(`${name}.${subject}`)).find(Boolean);
    if (refusal !== undefined || card.dataset.refused) setTrouble(card, refusal ?? "");
    card.dataset.refused = refusal ? "yes" : "";
  }
}

function showNotices() {
  const notice = (kind, picture, ...inside) => h("p", { class: `notice ${kind}`, role: "alert" }, icon(picture), h("span", {}, inside));
  const shown = [];
  if (sync.stopped?.kind === "closed") shown.push(notice("notice-err", "warn", sync.stopped.message));
  if (sync.stopped?.kind === "signedOut") shown.push(notice("notice-err", "lock", say("signedOut"), " ", h("a", { class: "link", href: location.href }, say("signIn"))));
  if (sync.state === "failed") shown.push(notice("notice-dim", "offline", say("offline")));
  if (!sync.persistent) shown.push(notice("notice-dim", "phone", say("noStorage")));
  notices.replaceChildren(...shown);
}

function setTrouble(card, words) {
  card.querySelector(".trouble").replaceChildren(...(words ? [h("p", { class: "meta row row-t c-err" }, icon("warn", "i-s"), h("span", {}, words))] : []));
  card.classList.toggle("is-err", Boolean(words));
}

function cardOf(question) {
  const ask = {
    question,
    sync,
    names: page.names,
    places: page.places,
    duties: page.duties,
    comment: page.comments[question.name],
    signal: leaving.signal,
    value: (subject) => sync.value(`${question.name}.${subject}`),
    answer: (subject, value, atOnce = false) => sync.answer(question.name, subject, value, { atOnce }),
    trouble: (words) => setTrouble(card, words),
  };
  const card = questionCard(ask);
  cards.set(question.name, { card, subjects: question.subjects, question });
  return card;
}

// A cell that another device has written too: the choice stands at its question.
function showConflicts() {
  for (const [name, { card, subjects, question }] of cards) {
    card.querySelectorAll(".conflict").forEach((old) => old.remove());
    for (const subject of subjects) {
      const cell = `${name}.${subject}`;
      if (sync.conflicts.has(cell)) card.append(conflictNotice({ question, cell, sync, names: page.names, places: page.places, done: () => redrawCard(question) }));
    }
  }
}

function redrawCard(question) {
  const { card } = cards.get(question.name);
  const fresh = cardOf(question);
  card.replaceWith(fresh);
  fresh.querySelector("input, textarea, select, button")?.focus();
  showState();
  showConflicts();
}

function stepScreen(step, isFirst) {
  const drawn = isFirst && page.names.rival && page.order.length === 2 && !page.mend;
  const order = drawn && h("p", { class: "notice" }, icon("dice"), h("span", {}, say("firstThen", { first: page.names[page.order[0]], second: page.names[page.order[1]] })));
  const head = !page.mend && h("div", { class: "stack stack-s top-pad" }, h("h1", { tabIndex: -1, class: "t22" }, step.label), step.hint && h("p", { class: "lead" }, step.hint));
  return [head, order, step.questions.map(cardOf)].flat().filter(Boolean);
}

function checkStep() {
  const head = h("div", { class: "stack stack-s top-pad" }, h("h1", { tabIndex: -1, class: "t22" }, say("checkTitle")), h("p", { class: "lead" }, say("checkLead")), h("p", { class: "meta" }, say("sendBy", { when: page.deadlineText })));
  return [head, checkScreen({ page, sync, key, goTo, button: sendButton, signal: leaving.signal })];
}

function show(number, { focus = true } = {}) {
  leaving.abort();
  leaving = new AbortController();
  cards.clear();
  current = Math.max(0, Math.min(number, page.steps.length));
  const last = current === page.steps.length;
  root.replaceChildren(...(last ? checkStep() : stepScreen(page.steps[current], current === 0)));
  title.textContent = say("stepOf", { n: current + 1, total: page.steps.length + 1 });
  segments.replaceChildren(...Array.from({ length: page.steps.length + 1 }, (_, n) => h("i", { class: n < current ? "on" : n === current ? "now" : "" })));
  back.hidden = current === 0;
  next.hidden = last;
  sendButton.hidden = !last;
  next.textContent = say(current === page.steps.length - 1 ? "toCheck" : "next");
  showState();
  showConflicts();
  if (!focus) return;
  scrollTo(0, 0);
  root.querySelector("h1")?.focus({ preventScroll: true });
}

function move(number) {
  history.pushState({ step: number }, "", `#${number}`);
  show(number);
  sync.step(number);
  sync.flush();
}

function goTo(event, { step, question }) {
  if (page.mend) return; // the whole runner has it
  event.preventDefault();
  move(step);
  document.getElementById(`q-${question}`)?.scrollIntoView({ block: "start" });
  document.getElementById(`q-${question}`)?.querySelector("input, textarea, select, button")?.focus({ preventScroll: true });
}

function whereTheAddressSays() {
  const [step, question] = location.hash.slice(1).split("/");
  return /^\d+$/.test(step) ? { step: Number(step), question } : null;
}

// Returned work: only what the reviewer asks for, and the check with it, on one page.
function showMend() {
  root.replaceChildren(...page.steps.flatMap((step) => stepScreen(step, false)), checkScreen({ page, sync, key, goTo, button: sendButton, signal: leaving.signal }));
  showState();
  showConflicts();
}

root.addEventListener("submit", (event) => event.preventDefault()); // Enter in a field is no reason to leave
sync.addEventListener("change", showState);
sync.addEventListener("settled", showConflicts);
sync.addEventListener("memory", () => notices.append(h("p", { class: "notice notice-dim" }, icon("phone"), h("span", {}, say("noStorage")))));

await sync.start();
if (page.mend) showMend();
else {
  const address = whereTheAddressSays();
  back.addEventListener("click", () => move(current - 1));
  next.addEventListener("click", () => move(current + 1));
  addEventListener("popstate", () => show(whereTheAddressSays()?.step ?? 0));
  show(address?.step ?? page.step, { focus: false });
  if (address?.question) document.getElementById(`q-${address.question}`)?.scrollIntoView();
}
document.documentElement.dataset.runner = "ready";
