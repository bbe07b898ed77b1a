// What lies on this phone: answers and photos that the server has not acknowledged; what it has, for pages that are opened without a network;
// and the names of the tasks. IndexedDB when there is one, else memory.
const NAME = "firsthand";
const WAITING = ["cells", "photos"];
const ARRIVED = ["arrived", "tasks"];
const PLACES = [...WAITING, ...ARRIVED];

function open() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = () => {
      const { result } = request;
      for (const place of PLACES) if (!result.objectStoreNames.contains(place)) result.createObjectStore(place, { keyPath: "key" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("blocked"));
  });
}

class Kept {
  persistent = true;
  #opened = null;

  async #run(place, mode, act, again = true) {
    try {
      this.#opened ??= open();
      const database = await this.#opened;
      database.onclose = () => (this.#opened = null);
      database.onversionchange = () => {
        database.close(); // a newer page of ours waits for it
        this.#opened = null;
      };
      return await new Promise((done, failed) => {
        const transaction = database.transaction(place, mode);
        const request = act(transaction.objectStore(place));
        transaction.oncomplete = () => done(request.result);
        transaction.onabort = transaction.onerror = () => failed(transaction.error);
      });
    } catch (trouble) {
      this.#opened = null; // iOS closes the connections of pages in the background: open again, once
      if (!again) throw trouble;
      return this.#run(place, mode, act, false);
    }
  }

  all = (place) => this.#run(place, "readonly", (store) => store.getAll());
  put = (place, item) => this.#run(place, "readwrite", (store) => store.put(item));
  drop = (place, key) => this.#run(place, "readwrite", (store) => store.delete(key));
  clear = (place) => this.#run(place, "readwrite", (store) => store.clear());
}

class InMemory {
  persistent = false;
  #places = Object.fromEntries(PLACES.map((place) => [place, new Map()]));

  all = async (place) => [...this.#places[place].values()];
  put = async (place, item) => void this.#places[place].set(item.key, item);
  drop = async (place, key) => void this.#places[place].delete(key);
  clear = async (place) => this.#places[place].clear();
}

export async function openStore() {
  try {
    const kept = new Kept();
    await kept.all("cells");
    return kept;
  } catch {
    return new InMemory();
  }
}

// What the server has anyway leaves a phone that changes hands; what only the phone has, stays for its writer.
export async function forgetArrived() {
  const store = await openStore();
  for (const place of ARRIVED) await store.clear(place);
}

let asked = false;

// So that a phone short of room does not clear away what nobody else has.
export async function askToKeep() {
  if (asked || !navigator.storage?.persist) return;
  asked = true;
  if (!(await navigator.storage.persisted().catch(() => true))) await navigator.storage.persist().catch(() => {});
}
