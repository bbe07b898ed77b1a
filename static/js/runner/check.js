// The last screen: the four duties ticked or what is missing, and the one button that sends. Nothing is judged here: the server's rules decide.
import { h, icon, say } from "./dom.js";
import { isBlank } from "./conditions.js";
import { who } from "./parts.js";
import { send } from "./send.js";

export function checkScreen({ page, sync, asked, key, goTo, button, signal }) {
  const root = h("div", { class: "stack stack-l" });
  let found = null;
  let sending = false;
  let words = "";
  let looking = false;
  let early = false; // the server was asked before the last answer had arrived

  async function look() {
    words = "";
    looking = true;
    await sync.flush();
    early = sync.state !== "saved";
    const { kind, body } = await send(page.urls.check);
    found = kind === "ok" ? body : null;
    looking = false;
    draw(kind !== "ok");
    lookAgain();
  }

  function lookAgain() {
    if (early && !looking && !signal.aborted && sync.state === "saved") look();
  }

  function draw(failed = false) {
    const safe = sync.state === "saved";
    const complete = found && !found.problems.length && found.duties.every((duty) => duty.done);
    root.replaceChildren(...[safety(safe), found && duties(), found && missing(), (failed || words) && trouble(failed), !complete && again()].filter(Boolean));
    button.disabled = sending || !safe || !complete;
    button.setAttribute("aria-busy", String(sending));
    button.textContent = say(sending ? "sending" : page.mend ? "sendAgain" : "send");
  }

  function safety(safe) {
    const answers = [...sync.cells].filter(([name, cell]) => asked.hasCell(name) && !isBlank(cell.value)).length;
    const text = safe ? say("arrived", { answers, photos: sync.links.size }) : say("notArrived", { n: sync.unsent });
    return h("p", { class: `notice ${safe ? "" : "notice-err"}`, role: "status" }, icon(safe ? "cloud" : "phone"), h("span", {}, text));
  }

  function duties() {
    if (!found.duties.length) return null;
    const row = (duty) =>
      h(
        "li",
        { class: "item" },
        h("span", { class: `tile ${duty.done ? "" : "tile-err"}` }, icon(duty.done ? "check" : "warn")),
        h("span", { class: "grow" }, h("span", { class: "b" }, say(`duty-${duty.name}`)), h("span", { class: "meta" }, say(`duty-${duty.name}-what`))),
        h("span", { class: `tag ${duty.done ? "tag-ok" : "tag-err"}` }, say(duty.done ? "done" : "open")),
      );
    return h("section", { class: "card list" }, h("ul", {}, found.duties.map(row)));
  }

  // Whose half of a pair it is.
  function side({ question: name, subject }) {
    const question = page.steps.flatMap((step) => step.questions).find((one) => one.name === name);
    const whose = question && who({ question, names: page.names }, subject);
    return whose && h("span", { class: "row" }, whose);
  }

  function missing() {
    if (!found.problems.length) return h("p", { class: "meta center" }, say("allThere"));
    const row = (problem) =>
      h(
        "li",
        { class: "item" },
        h("span", { class: "grow" }, ...[h("span", { class: "b" }, problem.label), side(problem), h("span", { class: "meta" }, problem.message)].filter(Boolean)),
        h("a", { class: "btn", href: `${page.urls.runner}#${problem.step}/${problem.question}`, onclick: (event) => goTo(event, problem) }, say("goThere")),
      );
    return h("section", { class: "stack" }, h("h2", {}, say("stillMissing")), h("div", { class: "card list" }, h("ul", {}, found.problems.map(row))));
  }

  function trouble(failed) {
    return h("p", { class: "notice notice-err", role: "alert" }, icon("warn"), h("span", {}, failed ? say("checkFailed") : words));
  }

  const again = () => h("button", { type: "button", class: "btn btn-line", onclick: look }, icon("refresh"), say("checkAgain"));

  async function submit() {
    sending = true;
    words = "";
    draw();
    const { kind, body } = await send(page.urls.submit, { method: "POST", body: new URLSearchParams({ key }) });
    if (kind === "ok") {
      await sync.forget();
      return location.assign(body.url);
    }
    sending = false;
    words = body.message ?? say("sendFailed");
    if (body.duties) found = body;
    draw();
    root.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    return null;
  }

  button.addEventListener("click", submit, { signal });
  sync.addEventListener("change", () => (draw(), lookAgain()), { signal });
  draw();
  look();
  return root;
}
