// One question as the phone shows it, for authors who choose among the types; nothing is kept.
import { learn } from "./dom.js";
import { questionCard } from "./fields.js";
import { Trial } from "./trial.js";

const page = JSON.parse(document.getElementById("page").textContent);
await learn(page);

const sync = new Trial();
const [question] = page.steps[0].questions;
document.getElementById("sample").replaceChildren(
  questionCard({
    question,
    sync,
    claim: page.claim,
    urls: page.urls,
    names: page.names,
    places: page.places,
    duties: page.duties,
    signal: new AbortController().signal,
    value: (subject) => sync.value(`${question.name}.${subject}`),
    answer: (subject, value) => sync.answer(question.name, subject, value),
    trouble: () => {},
  }),
);
