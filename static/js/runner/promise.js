// Was a promise kept, and how long did it truly take?
import { freshId, h, say } from "./dom.js";
import { spoken, who } from "./parts.js";
import { inTime, spanBoxes } from "./clocks.js";

export function promiseField(ask) {
  const { promised } = ask;
  const words = promised && [promised.words, promised.seconds && say("promisedWithin", { time: inTime(promised.seconds) })].filter(Boolean).join(" · ");
  return [words && h("p", { class: "notice" }, h("span", {}, words)), ask.question.subjects.map((subject) => side(ask, subject))];
}

function side(ask, subject) {
  const now = { kept: null, seconds: null, ...(ask.value(subject) ?? {}) };
  const name = freshId();
  const inputs = [true, false].map((kept) => h("input", { type: "radio", name, value: String(kept), checked: now.kept === kept }));
  const tell = (atOnce) => ask.answer(subject, now.kept === null && now.seconds === null ? null : { ...now }, atOnce);
  inputs.forEach((input) =>
    input.addEventListener("change", () => {
      now.kept = input.value === "true";
      tell(true);
    }),
  );
  const keys = inputs.map((input, place) => h("label", {}, input, h("span", {}, say(place ? "promiseBroken" : "promiseKept"))));
  const label = spoken(ask, subject);
  return h(
    "div",
    { class: "stack stack-s" },
    who(ask, subject),
    h("div", { class: `choice pair${subject === "rival" ? " rival" : ""}`, role: "radiogroup", "aria-label": label }, keys),
    h("p", { class: "b" }, say("tookHowLong"), h("span", { class: "cap" }, " ", say("optional"))),
    spanBoxes(ask, subject, {
      seconds: now.seconds,
      label: `${label}: ${say("tookHowLong")}`,
      keep: (seconds, atOnce) => {
        now.seconds = seconds;
        tell(atOnce);
      },
    }),
  );
}
