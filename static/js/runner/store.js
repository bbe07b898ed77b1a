// What waits on this phone: answers and photos that the server has not acknowledged. IndexedDB when there is one, else memory.
const NAME = "firsthand";
const PLACES = ["cells", "photos"];

function open() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => PLACES.forEach((place) => request.result.createObjectStore(place, { keyPath: "key" }));
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
      database.onclose = database.onversionchange = () => (this.#opened = null);
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
}

class InMemory {
  persistent = false;
  #places = { cells: new Map(), photos: new Map() };

  all = async (place) => [...this.#places[place].values()];
  put = async (place, item) => void this.#places[place].set(item.key, item);
  drop = async (place, key) => void this.#places[place].delete(key);
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
