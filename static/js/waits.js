// What only this phone has, counted, with the way to it.
import { openStore } from "./runner/store.js";

const row = document.getElementById("waits");
const { reader } = document.documentElement.dataset;
const store = await openStore();
const kept = (await Promise.all(["cells", "photos"].map((place) => store.all(place)))).flat();
const waiting = kept.filter((item) => !item.reader || item.reader === reader).length;
if (waiting) {
  row.querySelector("[data-words]").textContent = row.querySelector("[data-words]").dataset.words.replace("{n}", waiting);
  row.hidden = false;
}
