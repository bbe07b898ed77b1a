// The runner: one step a screen over the frozen questions, every answer kept and sent as it is given.
import { h, icon, learn, say, uuid } from "./dom.js";
import { questionCard } from "./fields.js";
import { Asked } from "./asked.js";
import { checkScreen } from "./check.js";
import { conflictNotice } from "./conflict.js";
import { overNotice, watchDeadline } from "./deadline.js";
import { goOnByEnter } from "./onward.js";
import { saveCopy } from "./rescue.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { inWords } from "./told.js";
import { Trial } from "./trial.js";

const page = JSON.parse(document.getElementById("page").textContent);
const { reader, asOf } = document.documentElement.dataset;
Object.assign(page, { reader, kept: Boolean(asOf) }); // kept: the phone had it, the network did not answer
await learn(page);

const root = document.getElementById("runner");
const title = document.getElementById("step-title");
const segments = document.getElementById("steps");
const chip = document.getElementById("save-state");
const notices = document.getElementById("notices");
const back = document.getElementById("back");
const next = document.getElementById("next");
const sendButton = document.getElementById("send");
const news = h("p", { class: "vh", role: "status" });
const start = h("span", { hidden: true }); // before the first question
root.after(news);

const key = uuid(); // of this sending; a retry of the button repeats it
const store = page.trial ? null : await openStore();
const sync = page.trial ? new Trial() : new Sync(page, store, describe);
const cards = new Map(); // question name → {card, subjects, question}
const PAUSE = 500; // ms after the last keystroke until conditions are looked at
let asked; // what is asked just now
let atFirst; // the questions that were asked when the page opened
let looking = 0;
let current = 0;
let leaving = new AbortController();
let isOver = false; // the time of the task, by our clock

const CHIPS = {
  trial: ["", "lens"],
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
  if (sync.stopped?.kind === "closed") shown.push(notice("notice-err", "warn", sync.stopped.message || say("closedHere")));
  if ((sync.stopped?.kind === "closed" || isOver) && sync.unsent) shown.push(overNotice(rescue));
  if (sync.stopped?.kind === "signedOut") shown.push(notice("notice-err", "lock", say("signedOut"), " ", h("a", { class: "link", href: location.href }, say("signIn"))));
  if (sync.state === "failed") shown.push(notice("notice-dim", "offline", say("offline")));
  if (!sync.persistent) shown.push(notice("notice-dim", "phone", say("noStorage")));
  else if (!sync.hasRoom) shown.push(notice("notice-err", "phone", say("noRoom")));
  notices.replaceChildren(...shown);
}

// What an answer says, for a copy that people read.
function describe(name, value) {
  const question = page.steps.flatMap((step) => step.questions).find((one) => one.name === name);
  return question && { label: question.label, words: value === null ? "" : inWords(question, value, page.places) };
}

async function rescue() {
  const own = (item) => item.claim === page.claim;
  saveCopy({ title: page.title, cells: (await store.all("cells")).filter(own), photos: (await store.all("photos")).filter(own) });
}

function timeIsOver() {
  isOver = true;
  showNotices();
  sync.flush(); // the server's word decides
}

function setTrouble(card, words) {
  card.querySelector(".trouble").replaceChildren(...(words ? [h("p", { class: "meta row row-t c-err" }, icon("warn", "i-s"), h("span", {}, words))] : []));
  card.classList.toggle("is-err", Boolean(words));
}

function cardOf(question) {
  const ask = {
    question,
    sync,
    claim: page.claim,
    urls: page.urls,
    promised: page.promised[question.name],
    names: page.names,
    places: page.places,
    duties: page.duties,
    comment: page.comments[question.name],
    tongue: page.tongues?.[question.name] || null,
    signal: leaving.signal,
    value: (subject) => sync.value(`${question.name}.${subject}`),
    answer: (subject, value, atOnce = false) => {
      sync.answer(question.name, subject, value, { atOnce });
      clearTimeout(looking);
      looking = setTimeout(lookAgain, atOnce ? 0 : PAUSE, question);
    },
    trouble: (words) => (words || !card.querySelector("[aria-invalid=true]")) && setTrouble(card, words), // one side's does not hide the other's
  };
  const card = questionCard(ask);
  cards.set(question.name, { card, subjects: question.subjects, question });
  return card;
}

// After an answer: does it hold to what its question demands, and what does it open or close?
function lookAgain(question) {
  object(question);
  refresh();
}

function refresh() {
  if (!asked.look()) return;
  const before = cards.size;
  for (const [name, { card, question: other }] of cards) {
    if (isShown(other)) continue;
    card.remove();
    cards.delete(name);
  }
  for (const one of screenQuestions().filter((other) => isShown(other) && !cards.has(other.name))) {
    const card = cardOf(one);
    card.classList.add("rise");
    placeFor(one).after(card);
  }
  showSteps();
  showState();
  showConflicts();
  if (cards.size > before) news.replaceChildren(h("span", {}, say("moreAsked")));
}

function object(question) {
  const known = cards.get(question.name);
  const words = asked.objection(question);
  if (!known || (!words && !known.card.dataset.objected)) return;
  known.card.dataset.objected = words ? "yes" : "";
  setTrouble(known.card, words);
}

const screenQuestions = () => (page.mend ? page.steps : page.steps.slice(current, current + 1)).flatMap((step) => step.questions);

// On the page of mending: what the reviewer asks for, and what a mended answer has opened.
function isShown(question) {
  return asked.has(question) && (!page.mend || page.mend.includes(question.name) || !atFirst.has(question.name));
}

// The card, or the head of the screen, that stands before a question.
function placeFor(question) {
  const names = screenQuestions().map((one) => one.name);
  const before = names.slice(0, names.indexOf(question.name)).reverse().find((name) => cards.has(name));
  return before ? cards.get(before).card : start;
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
  return [head, order, start, step.questions.filter(isShown).map(cardOf)].flat().filter(Boolean);
}

function checkStep() {
  const head = h("div", { class: "stack stack-s top-pad" }, h("h1", { tabIndex: -1, class: "t22" }, say("checkTitle")), h("p", { class: "lead" }, say("checkLead")), h("p", { class: "meta" }, say("sendBy", { when: page.deadlineText })));
  if (page.trial) return [h("h1", { tabIndex: -1, class: "t22 top-pad" }, say("checkTitle")), h("p", { class: "notice" }, icon("info"), h("span", {}, say("trialEnd")))];
  return [head, checkScreen({ page, sync, asked, key, goTo, button: sendButton, signal: leaving.signal })];
}

function show(number, { focus = true } = {}) {
  leaving.abort();
  leaving = new AbortController();
  cards.clear();
  current = Math.max(0, Math.min(number, page.steps.length));
  while (current < page.steps.length && !asked.step(page.steps[current])) current += 1; // nobody is asked anything there now
  const last = current === page.steps.length;
  root.replaceChildren(...(last ? checkStep() : stepScreen(page.steps[current], current === 0)));
  next.hidden = last;
  sendButton.hidden = !last || Boolean(page.trial);
  showSteps();
  for (const { question } of cards.values()) object(question);
  showState();
  showConflicts();
  if (!focus) return;
  scrollTo(0, 0);
  root.querySelector("h1")?.focus({ preventScroll: true });
}

// The screens that have anything to ask, and the check at the end.
const screens = () => [...page.steps.keys()].filter((number) => number === current || asked.step(page.steps[number])).concat(page.steps.length);

function showSteps() {
  if (page.mend) return;
  const shown = screens();
  const here = shown.indexOf(current);
  const steps = shown.length - 1; // as the brief counts them: the check asks nothing
  title.textContent = here < steps ? say("stepOf", { n: here + 1, total: steps }) : say("checkName");
  segments.replaceChildren(...shown.slice(0, steps).map((_, n) => h("i", { class: n < here ? "on" : n === here ? "now" : "" })));
  back.hidden = here === 0;
  next.textContent = say(here === steps - 1 ? "toCheck" : "next");
}

function turn(by) {
  clearTimeout(looking);
  asked.look();
  const shown = screens();
  move(shown[shown.indexOf(current) + by] ?? current);
}

function move(number) {
  history.pushState({ step: number }, "", `#${number}`);
  show(number);
  sync.step(number);
  sync.flush();
}

function goTo(event, { step, question, subject }) {
  if (page.mend) return; // the whole runner has it
  event.preventDefault();
  move(step);
  const card = document.getElementById(`q-${question}`);
  card?.scrollIntoView({ block: "start" });
  fieldOf(card, subject)?.focus({ preventScroll: true });
}

// The first field of this half of a pair, which stands after the company's name; of any other question its first.
function fieldOf(card, subject) {
  const fields = [...(card?.querySelectorAll("input, textarea, select, button") ?? [])];
  const name = card?.querySelector(subject === "rival" ? ".who-rival" : ".who:not(.who-rival)");
  return fields.find((field) => name && name.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING) ?? fields[0];
}

function whereTheAddressSays() {
  const [step, question] = location.hash.slice(1).split("/");
  return /^\d+$/.test(step) ? { step: Number(step), question } : null;
}

// Returned work: only what the reviewer asks for, and the check with it, on one page.
function showMend() {
  const questions = page.steps.flatMap((step) => step.questions).filter(isShown);
  root.replaceChildren(start, ...questions.map(cardOf), checkScreen({ page, sync, asked, key, goTo, button: sendButton, signal: leaving.signal }));
  showState();
  showConflicts();
}

// In a trial the author plays each scenario in turn.
function chooseScenario() {
  const chips = page.arms.map((arm) => {
    const chip = h("button", { type: "button", class: "chip", "aria-pressed": String(arm.name === page.arm) }, icon("mask", "i-s"), arm.label);
    chip.addEventListener("click", () => {
      page.arm = arm.name;
      asked = new Asked(page, sync);
      for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
      show(current);
      chip.focus();
    });
    return chip;
  });
  root.before(h("div", { class: "tags top-pad", role: "group", "aria-label": say("scenario") }, chips));
}

root.addEventListener("submit", (event) => event.preventDefault());
goOnByEnter(root, () => (next.hidden ? sendButton.focus() : next.click()));
sync.addEventListener("change", showState);
sync.addEventListener("settled", () => {
  refresh();
  showConflicts();
});
sync.addEventListener("photos", () => refresh());
sync.addEventListener("memory", showNotices);

await sync.start();
if (!page.trial) {
  const { claim, title: name, deadline, deadlineText } = page;
  await store.put("tasks", { key: claim, claim, reader, title: name, deadline, deadlineText, address: location.pathname }).catch(() => {});
  watchDeadline({ page, place: document.querySelector(".deadline"), over: timeIsOver, seen: asOf ? Date.parse(asOf) : performance.timeOrigin });
}
asked = new Asked(page, sync);
atFirst = new Set(page.steps.flatMap((step) => step.questions).filter(asked.has).map((question) => question.name));
if (page.mend) showMend();
else {
  const address = whereTheAddressSays();
  back.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  addEventListener("popstate", () => {
    const address = whereTheAddressSays();
    if (address || !location.hash) show(address?.step ?? 0); // else it is the skip link's
  });
  if (page.arms?.length) chooseScenario();
  show(address?.step ?? (page.trial ? Trial.lastStep() : page.step), { focus: false });
  if (address?.question) document.getElementById(`q-${address.question}`)?.scrollIntoView();
}
document.documentElement.dataset.runner = "ready";
