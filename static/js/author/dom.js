// Small words for building the editor's own parts: elements, icons of the admin, texts of the catalogue. No innerHTML.
const words = JSON.parse(document.getElementById("fh-words").textContent);
const SVG = "http://www.w3.org/2000/svg";

// The text of the catalogue, with {names} filled in.
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

export const button = (label, picture, onclick, attributes = {}) =>
  h("button", { type: "button", class: "button button-small button-secondary fh-small", onclick, ...attributes }, picture && icon(picture), label);

// A list to pick from: [value, label] pairs, or [label, pairs] for a group.
export function select(label, options, chosen, onchange) {
  const one = ([value, text]) => h("option", { value: String(value), selected: String(value) === String(chosen ?? "") }, text);
  const some = ([value, text]) => (Array.isArray(text) ? h("optgroup", { label: value }, text.map(one)) : one([value, text]));
  return h("select", { "aria-label": label, onchange: (event) => onchange(event.target.value) }, options.map(some));
}
