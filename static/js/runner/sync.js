// The draft on this phone and its way to the server: kept here first, sent in order, acknowledged one by one.
import { patch, send } from "./send.js";
import { checksum } from "./shrink.js";
import { askToKeep } from "./store.js";
import { uuid } from "./dom.js";

const PAUSE = 600; // ms after the last keystroke
const SOON = 100; // ms until what came in between is sent
const BACK_OFF = [2000, 4000, 8000, 15000, 30000, 60000];

export class Sync extends EventTarget {
  #store;
  #page;
  #waiting = new Map(); // cell key → {key, claim, reader, question, subject, value, base, told}
  #photos = new Map(); // photo id → {key, claim, reader, question, subject, blob, tries}
  #unkept = new Set(); // keys of what the phone had no room for: it is in memory only
  #describe; // (question, value) → {label, words} for a copy
  #timer = 0;
  #running = null;
  #tries = 0;

  constructor(page, store, describe = () => null) {
    super();
    this.#page = page;
    this.#store = store;
    this.#describe = describe;
    this.cells = new Map(Object.entries(page.cells));
    this.links = new Map(Object.entries(page.photos));
    this.conflicts = new Map(); // cell → what the server has
    this.refusals = new Map(); // cell → the server's sentence
    this.stopped = null; // {kind, message}: nothing more can be sent
    this.sending = false;
    this.failed = false;
  }

  // Take up what an earlier visit left on this phone.
  async start() {
    const own = (item) => item.claim === this.#page.claim;
    for (const item of (await this.#store.all("cells")).filter(own)) this.#waiting.set(item.cell, item);
    for (const item of (await this.#store.all("photos")).filter(own)) this.#photos.set(item.key, item);
    for (const item of (await this.#store.all("arrived")).filter(own)) await this.#recall(item);
    for (const wake of ["online", "pageshow", "focus"]) addEventListener(wake, () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
    addEventListener("beforeunload", (event) => {
      if ((this.#store.persistent ? this.#unkept.size : this.unsent) > 0) event.preventDefault();
    });
    this.flush();
  }

  // A page that the phone has kept may be older than what the server has acknowledged since; one that is fresh knows it all.
  async #recall({ key, cell, value, revision, links }) {
    if (!this.#page.kept) return this.#store.drop("arrived", key);
    if (revision <= (this.cells.get(cell)?.revision ?? 0)) return null;
    this.cells.set(cell, { value, revision });
    for (const [id, addresses] of Object.entries(links ?? {})) this.links.set(id, addresses);
    return null;
  }

  get persistent() {
    return this.#store.persistent;
  }

  get hasRoom() {
    return !this.#unkept.size;
  }

  get unsent() {
    return this.#waiting.size + this.#photos.size;
  }

  get state() {
    if (this.stopped) return this.stopped.kind;
    if (this.conflicts.size) return "conflict";
    if (this.refusals.size || [...this.#photos.values()].some((photo) => photo.refused)) return "refused";
    if (!this.unsent) return "saved";
    if (this.sending) return "saving";
    return this.failed ? "failed" : "phone";
  }

  value(cell) {
    return this.#waiting.has(cell) ? this.#waiting.get(cell).value : (this.cells.get(cell)?.value ?? null);
  }

  // Every answer on this phone, by cell; photos that still wait count.
  get answers() {
    const known = new Set([...this.cells.keys(), ...this.#waiting.keys()]);
    const answers = Object.fromEntries([...known].map((cell) => [cell, this.value(cell)]));
    for (const { question, subject, key } of this.#photos.values()) {
      const cell = `${question}.${subject}`;
      answers[cell] = [...new Set([...(answers[cell] ?? []), key])];
    }
    return answers;
  }

  photosOf(cell) {
    const waiting = [...this.#photos.values()].filter((photo) => `${photo.question}.${photo.subject}` === cell);
    const gone = (id) => waiting.some((photo) => photo.key === id);
    const kept = (this.cells.get(cell)?.value ?? []).filter((id) => !gone(id)).map((id) => ({ id, ...this.links.get(id) }));
    return [...kept, ...waiting.map((photo) => ({ ...photo, id: photo.key, waits: true }))];
  }

  async answer(question, subject, value, { atOnce = false } = {}) {
    const cell = `${question}.${subject}`;
    const base = this.#waiting.get(cell)?.base ?? this.cells.get(cell)?.revision ?? 0;
    const told = this.#describe(question, value);
    const item = { key: `${this.#page.claim}/${cell}`, cell, claim: this.#page.claim, reader: this.#page.reader, question, subject, value, base, told };
    this.#waiting.set(cell, item);
    this.refusals.delete(cell);
    this.#tell();
    await this.#keep("cells", item);
    this.#again(atOnce ? 0 : PAUSE);
  }

  async addPhoto(question, subject, blob) {
    const told = this.#describe(question, null);
    const item = { key: uuid(), claim: this.#page.claim, reader: this.#page.reader, question, subject, blob, tries: 0, told };
    this.#photos.set(item.key, item);
    this.#tell("photos");
    askToKeep();
    await this.#keep("photos", item);
    this.flush();
  }

  async removePhoto(cell, photo) {
    if (photo.waits) {
      this.#photos.delete(photo.id);
      await this.#drop("photos", photo.id);
    } else {
      const { kind } = await send(this.#page.urls.photo.replace("{id}", photo.id), { method: "DELETE" });
      if (kind !== "ok" && kind !== "closed") return false;
      const known = this.cells.get(cell);
      this.cells.set(cell, { value: known.value.filter((id) => id !== photo.id), revision: known.revision + 1 });
      this.#keepArrived(cell);
    }
    this.#tell("photos");
    return true;
  }

  // Settle a conflict: what is written here goes on top of what the server has, or gives way to it.
  settle(cell, keepMine) {
    const theirs = this.conflicts.get(cell);
    this.conflicts.delete(cell);
    this.cells.set(cell, { value: theirs.value, revision: theirs.revision });
    const item = this.#waiting.get(cell);
    if (keepMine && item) {
      item.base = theirs.revision;
      this.#keep("cells", item);
    } else {
      this.#waiting.delete(cell);
      this.#drop("cells", `${this.#page.claim}/${cell}`);
    }
    this.#keepArrived(cell);
    this.#tell("settled");
    this.flush();
  }

  step(number) {
    patch(this.#page.urls.answers, { step: number });
  }

  // Send everything that waits; whoever calls while it runs waits for the same end.
  flush() {
    clearTimeout(this.#timer);
    this.#running ??= this.#sendAll().finally(() => (this.#running = null));
    return this.#running;
  }

  async #sendAll() {
    if (this.stopped?.kind === "signedOut") this.stopped = null;
    if (this.stopped || !this.unsent) return this.#tell();
    [this.sending, this.failed] = [true, false];
    this.#tell();
    const before = this.unsent;
    const through = (await this.#sendCells()) && (await this.#sendPhotos());
    [this.sending, this.failed] = [false, !through];
    this.#tries = through ? 0 : this.unsent < before ? 1 : this.#tries + 1; // what moves is not made to wait longer
    if (through && this.#hasMore) this.#again(SOON);
    if (!through && !this.stopped) this.#again(BACK_OFF[Math.min(this.#tries, BACK_OFF.length) - 1]);
    return this.#tell();
  }

  // What was answered while the rest travelled, and asked in vain for a turn of its own.
  get #hasMore() {
    const waits = [...this.#waiting.keys()].some((cell) => !this.conflicts.has(cell) && !this.refusals.has(cell));
    return waits || [...this.#photos.values()].some((photo) => !photo.refused);
  }

  #again(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  async #sendCells() {
    for (const cell of [...this.#waiting.keys()]) {
      const item = this.#waiting.get(cell); // none: it gave way while another travelled
      if (!item || this.conflicts.has(cell) || this.refusals.has(cell)) continue;
      const { question, subject, value, base } = item;
      const { kind, body } = await patch(this.#page.urls.answers, { question, subject, value, base });
      if (kind === "lost") return false;
      if (kind === "signedOut" || kind === "closed") return this.#stop(kind, body.message);
      if (kind === "conflict") this.conflicts.set(cell, body);
      else if (kind === "refused") this.refusals.set(cell, body.message);
      else await this.#acknowledge(cell, value, body);
      this.#tell(kind === "ok" ? "change" : "settled");
    }
    return true;
  }

  async #acknowledge(cell, sent, body) {
    this.cells.set(cell, { value: body.value, revision: body.revision });
    await this.#keepArrived(cell);
    const item = this.#waiting.get(cell);
    if (!item) return;
    if (JSON.stringify(item.value) === JSON.stringify(sent)) {
      this.#waiting.delete(cell);
      await this.#drop("cells", item.key);
    } else {
      item.base = body.revision; // typed on while it travelled: goes next
      await this.#keep("cells", item);
    }
  }

  async #sendPhotos() {
    for (const photo of [...this.#photos.values()].filter((one) => !one.refused)) {
      if (!this.#photos.has(photo.key)) continue; // taken out while another travelled
      const about = new URLSearchParams({ question: photo.question, subject: photo.subject });
      const url = `${this.#page.urls.photo.replace("{id}", photo.key)}?${about}`;
      const headers = { "Content-Type": photo.blob.type || "application/octet-stream" };
      const { kind, body } = await send(url, { method: "PUT", body: photo.blob, headers, patience: 120000 });
      if (kind === "signedOut" || kind === "closed") return this.#stop(kind, body.message);
      if (kind === "ok" && (await this.#isReceipt(photo, body))) await this.#arrived(photo, body);
      else {
        photo.tries += 1;
        if (kind === "refused") [photo.refused, photo.message] = [true, body.message];
        if (this.#photos.has(photo.key)) await this.#keep("photos", photo);
        this.#tell("photos");
        if (kind === "lost" || kind === "ok") return false;
      }
    }
    return true;
  }

  // The server has exactly what we sent, or it does not count.
  async #isReceipt(photo, body) {
    const own = await checksum(photo.blob);
    return body.size === photo.blob.size && (!own || body.sha256 === own);
  }

  async #arrived(photo, body) {
    const cell = `${photo.question}.${photo.subject}`;
    const wanted = this.#photos.delete(photo.key);
    this.links.set(photo.key, { full: body.full, small: body.small });
    this.cells.set(cell, body.cell);
    await this.#keepArrived(cell);
    await this.#drop("photos", photo.key);
    if (!wanted) await this.removePhoto(cell, { id: photo.key }); // taken out while it travelled
    this.#tell("photos");
  }

  #stop(kind, message) {
    this.stopped = { kind, message };
    return false;
  }

  async #keep(place, item) {
    try {
      await this.#store.put(place, item);
      this.#unkept.delete(item.key);
    } catch {
      this.#unkept.add(item.key); // no room: it stays in memory and travels from there, and the page says so
      this.dispatchEvent(new Event("memory"));
    }
  }

  async #drop(place, key) {
    this.#unkept.delete(key);
    await this.#store.drop(place, key).catch(() => {});
  }

  // The server has it: remembered for a page without a network, and no harm where there is no room.
  async #keepArrived(cell) {
    const { value, revision } = this.cells.get(cell);
    const links = Object.fromEntries([value].flat().filter((id) => this.links.has(id)).map((id) => [id, { ...this.links.get(id) }]));
    const { claim, reader } = this.#page;
    await this.#store.put("arrived", { key: `${claim}/${cell}`, claim, reader, cell, value, revision, links, at: Date.now() }).catch(() => {});
  }

  // After sending: the phone keeps nothing of it.
  async forget() {
    for (const place of ["arrived", "tasks"]) {
      const items = await this.#store.all(place).catch(() => []);
      for (const { key, claim } of items) if (claim === this.#page.claim) await this.#store.drop(place, key).catch(() => {});
    }
  }

  #tell(what = "change") {
    this.dispatchEvent(new Event(what));
    if (what !== "change") this.dispatchEvent(new Event("change"));
  }
}
