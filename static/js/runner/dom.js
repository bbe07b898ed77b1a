// Small words for building the page: elements, icons, ids. No innerHTML: whatever a person typed stays text.
const SVG = "http://www.w3.org/2000/svg";

let sprite = "";
let words = {};

// The words, and the icons: they are taken into the page, so that those first needed offline are there, too.
export async function learn(page) {
  words = page.words;
  sprite = page.sprite;
  try {
    const answer = await fetch(page.sprite, { signal: AbortSignal.timeout?.(4000) });
    const symbols = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    if (symbols.localName !== "svg") return;
    symbols.setAttribute("hidden", "");
    document.body.append(document.importNode(symbols, true));
    sprite = "";
  } catch {
    // then each icon is asked for by its address
  }
}

// The text of the catalogue, with {names} filled in.
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? inFigures(values[name]) : (values[name] ?? "")));
}

// A number as the page's language writes it.
export const inFigures = (number) => number.toLocaleString(document.documentElement.lang);

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name, classes = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `i ${classes}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

// A face for −2…+2: the mouth turns with the feeling.
export function face(feeling) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i i-l");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const bend = 15.2 + feeling * 1.9;
  const ends = 15.2 - feeling * 0.7;
  for (const d of ["M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0", `M8 ${ends}Q12 ${bend} 16 ${ends}`, "M9 9.6v.4M15 9.6v.4"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

let last = 0;
export const freshId = () => `r${(last += 1)}`;

// crypto.randomUUID exists only on https and localhost.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
