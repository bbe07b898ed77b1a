// Skip logic and arithmetic of the questionnaire language; the twin of tasks_catalog/conditions.py, where the reasons stand.
// Both are held to one golden file and to each other on random questionnaires. Answers are by cell: {"recommend.rival": 7}.
const AROUND = /^[ \t\n\r\u00a0\u3000]+|[ \t\n\r\u00a0\u3000]+$/g;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const TIME = /^[0-9]{2}:[0-9]{2}$/;
const ORDERS = {
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
};

// Whether the condition is true of these answers; `own` is the answer that "." means in a constraint.
export function holds(condition, answers, own = null) {
  if ("all" in condition) return condition.all.every((part) => holds(part, answers, own));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers, own));
  if ("not" in condition) return !holds(condition.not, answers, own);
  const answer = condition.question === "." ? own : answers[cell(condition.question, condition.subject ?? "own")];
  return compare(condition.op, answer ?? null, condition.value ?? null);
}

// The cells that are asked or shown in this arm after these answers; calculations are never shown.
export const visible = (definition, answers, arm = "") => walk(definition, answers, arm).shown;

// The cells of the calculations in play, each with its number, or null while it cannot be told.
export const calculated = (definition, answers, arm = "") => walk(definition, answers, arm).figures;

// What counts: the answers of visible cells that are not blank, and every calculated number.
export const effective = (definition, answers, arm = "") => walk(definition, answers, arm).known;

export const cell = (question, subject) => `${question}.${subject}`;

export function isBlank(value) {
  if (typeof value === "string") return value.replace(AROUND, "") === "";
  if (isObject(value)) return Object.values(value).every(isBlank);
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function walk(definition, answers, arm) {
  const [shown, figures, known, named] = [new Set(), {}, {}, new Map()];
  for (const step of definition.steps) {
    if (!isInPlay(step, known, arm)) continue;
    for (const question of step.questions) {
      if (!isInPlay(question, known, arm)) continue;
      named.set(question.name, question);
      for (const subject of question.subjects?.length ? question.subjects : ["own"]) {
        const name = cell(question.name, subject);
        let value = answers[name] ?? null;
        if (question.type === "calculate") figures[name] = value = figure(question.calculation ?? {}, subject, known, named);
        else shown.add(name);
        if (!isBlank(value)) known[name] = value;
      }
    }
  }
  return { shown, figures, known };
}

const isInPlay = (part, known, arm) => (!part.arms || part.arms.includes(arm)) && (!part.relevant || holds(part.relevant, known));

function compare(operator, answer, value) {
  if (operator === "answered") return !isBlank(answer);
  if (operator === "selected") return typeof value === "string" && chosen(answer).includes(value);
  const said = told(answer, value);
  if (operator in ORDERS) return haveOrder(said, value) && ORDERS[operator](said, value);
  return same(said, value) === (operator === "=");
}

function chosen(answer) {
  if (isObject(answer)) return Object.values(answer);
  return Array.isArray(answer) ? answer : [answer];
}

// Of a promise: whether it was kept, or against a number its seconds.
function told(answer, value) {
  if (!isObject(answer)) return answer;
  if (typeof value === "boolean") return answer.kept ?? null;
  return typeof value === "number" ? (answer.seconds ?? null) : null;
}

const same = (one, other) => typeof one === typeof other && ["number", "string", "boolean"].includes(typeof one) && one === other;

// Two numbers, two dates or two times have one; other words have none.
function haveOrder(one, other) {
  if (typeof one === "string" && typeof other === "string") return [DATE, TIME].some((form) => form.test(one) && form.test(other));
  return typeof one === "number" && typeof other === "number";
}

function figure(calculation, subject, known, named) {
  const [kind, names] = Object.entries(calculation)[0] ?? ["sum", []];
  const values = names.map((name) => known[cell(name, subject)]);
  if (kind === "count") return values.filter((value) => value !== undefined).length;
  if (kind === "score") return total(names.flatMap((name, place) => marks(named.get(name), values[place])));
  const numbers = values.filter((value) => typeof value === "number");
  if (kind === "difference") return numbers.length === 2 && names.length === 2 ? numbers[0] - numbers[1] : null;
  return numbers.length ? FIGURES[kind](numbers) : null;
}

const total = (numbers) => (numbers.length ? numbers.reduce((one, other) => one + other) : null);

// The scores of the choices taken; a choice without one adds nothing.
function marks(question, answer) {
  const scores = new Map((question?.choices ?? []).filter((choice) => "score" in choice).map((choice) => [choice.name, choice.score]));
  return chosen(answer).filter((name) => scores.has(name)).map((name) => scores.get(name));
}

const FIGURES = {
  sum: total,
  mean: (numbers) => total(numbers) / numbers.length,
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
};
