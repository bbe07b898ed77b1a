// A brief tried by its author: everything lives on this page alone, nothing is sent, nothing is kept.
import { uuid } from "./dom.js";

export class Trial extends EventTarget {
  persistent = true; // there is nothing to warn of
  unsent = 0;
  sending = false;
  stopped = null;
  state = "trial";
  cells = new Map();
  links = new Map();
  conflicts = new Map();
  refusals = new Map();
  #photos = new Map(); // photo id → {cell, url}

  start = async () => {};
  flush = async () => {};
  settle = () => {};

  get answers() {
    const answers = Object.fromEntries([...this.cells].map(([cell, { value }]) => [cell, value]));
    for (const [id, { cell }] of this.#photos) answers[cell] = [...(answers[cell] ?? []), id];
    return answers;
  }

  value = (cell) => this.cells.get(cell)?.value ?? null;

  photosOf = (cell) => [...this.#photos].filter(([, photo]) => photo.cell === cell).map(([id, { url }]) => ({ id, small: url, full: url }));

  async answer(question, subject, value) {
    this.cells.set(`${question}.${subject}`, { value, revision: 0 });
    this.dispatchEvent(new Event("change"));
  }

  async addPhoto(question, subject, blob) {
    this.#photos.set(uuid(), { cell: `${question}.${subject}`, url: URL.createObjectURL(blob) });
    this.dispatchEvent(new Event("photos"));
  }

  async removePhoto(_cell, photo) {
    URL.revokeObjectURL(photo.small);
    this.#photos.delete(photo.id);
    this.dispatchEvent(new Event("photos"));
    return true;
  }

  // The editor loads its preview anew with every change: it opens where it was.
  step(number) {
    try {
      sessionStorage.setItem(location.pathname, String(number));
    } catch {
      // then it opens at the beginning
    }
  }

  static lastStep() {
    try {
      return Number(sessionStorage.getItem(location.pathname)) || 0;
    } catch {
      return 0;
    }
  }
}
