// What is asked just now: the conditions of the whole questionnaire over the answers on this phone. An answer that is hidden is kept, not counted.
import { effective, holds, isBlank, visible } from "./conditions.js";

export class Asked {
  #definition;
  #arm;
  #sync;
  #cells = new Set();

  constructor(page, sync) {
    const whole = (question) => ({ ...question, subjects: question.sides ?? question.subjects });
    this.#definition = { steps: page.steps.map((step) => ({ ...step, questions: step.questions.map(whole) })) };
    this.#arm = page.arm;
    this.#sync = sync;
    this.look();
  }

  // Look again at the answers; says whether anything else is asked now.
  look() {
    const before = [...this.#cells].join();
    this.#cells = visible(this.#definition, this.#sync.answers, this.#arm);
    return before !== [...this.#cells].join();
  }

  hasCell = (cell) => this.#cells.has(cell);

  has = (question) => question.type !== "calculate" && question.subjects.some((subject) => this.#cells.has(`${question.name}.${subject}`));

  step = (step) => step.questions.some(this.has);

  // The author's sentence when an answer does not hold to what the question demands, else "".
  objection({ name, subjects, constraint }) {
    if (!constraint) return "";
    const answers = effective(this.#definition, this.#sync.answers, this.#arm);
    const given = subjects.map((subject) => answers[`${name}.${subject}`]).filter((value) => !isBlank(value));
    const fine = given.every((value) => holds(constraint.condition, answers, value));
    return fine ? "" : constraint.message;
  }
}
