// Are you there? The phone answers the question itself: only "inside", "outside" or "unknown" leaves it, never a position.
import { h, icon, say } from "./dom.js";
import { who } from "./parts.js";

const PATIENCE = 20000; // ms
const DOUBT = 200; // metres of a phone's own uncertainty that are held in the tester's favour
const EARTH = 6371000; // metres

export function locationField(ask) {
  return ask.question.subjects.map((subject) => h("div", { class: "stack" }, who(ask, subject), check(ask, subject)));
}

function check(ask, subject) {
  const { strict } = ask.question.parameters ?? {};
  const words = h("div", { role: "status" });
  const button = h("button", { type: "button", class: "btn", "aria-describedby": ask.about });
  let far = null;

  function draw(looking = false) {
    const found = ask.value(subject);
    const told = {
      inside: ["", "check", "placeInside"],
      outside: [strict ? "notice-err" : "notice-dim", "pin", far === null ? "placeOutside" : "placeFar"],
      unknown: [strict ? "notice-err" : "notice-dim", "info", strict ? "placeUnknownStrict" : "placeUnknown"],
    }[found];
    words.replaceChildren(...(looking || !told ? [] : [h("p", { class: `notice ${told[0]}` }, icon(told[1]), h("span", {}, say(told[2], { far: far === null ? "" : inMetres(far) })))]));
    button.replaceChildren(icon("pin"), h("span", {}, say(looking ? "placeLooking" : found ? "placeAgain" : "placeCheck")));
    button.setAttribute("aria-busy", String(looking));
  }
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    far = null;
    draw(true);
    const position = await whereAmI();
    far = position && outsideBy(position, ask.question.parameters);
    ask.answer(subject, verdict(far, position), true);
    draw();
  });
  draw();
  return [words, button, h("p", { class: "row row-t cap" }, icon("lock", "i-s"), h("span", {}, say("placePrivate")))];
}

function verdict(far, position) {
  if (far === null) return "unknown";
  if (far <= Math.min(position.accuracy, DOUBT)) return "inside";
  return far <= position.accuracy ? "unknown" : "outside";
}

function whereAmI() {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    const options = { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60000 };
    return navigator.geolocation.getCurrentPosition(({ coords }) => done(coords), () => done(null), options);
  });
}

// Metres to the edge of the circle, 0 within; over the globe by the haversine formula.
function outsideBy(position, { latitude, longitude, radius = 100 } = {}) {
  const [from, to] = [position.latitude, latitude].map(radians);
  const half = Math.sin((to - from) / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(radians(longitude - position.longitude) / 2) ** 2;
  return Math.max(0, 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half))) - radius);
}

const radians = (degrees) => (degrees * Math.PI) / 180;

const inMetres = (metres) => (metres < 950 ? say("metres", { n: Math.ceil(metres / 50) * 50 }) : say("kilometres", { n: Math.round(metres / 100) / 10 }));
