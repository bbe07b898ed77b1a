// What only this phone has: listed with a way to send it (open the task) and to save the photos.
import { h } from "./dom.js";
import { openStore } from "./store.js";

const section = document.getElementById("on-phone");
const say = (name) => section.dataset[`word${name}`];
const pen = document.querySelector("#icons svg");
const store = await openStore();
const [cells, photos] = [await store.all("cells"), await store.all("photos")];

function row({ picture, title, meta, claim }, ...more) {
  return h(
    "li",
    { class: "item" },
    picture,
    h("span", { class: "grow" }, h("span", { class: "b" }, title), h("span", { class: "meta" }, meta)),
    more,
    h("a", { class: "btn", href: `/do/${claim}/` }, say("Go")),
  );
}

const tile = (picture) => h("span", { class: "tile" }, picture.cloneNode(true));
const open = new Set([...document.querySelectorAll("[data-claim]")].map((link) => Number(link.dataset.claim)));

const rows = cells.filter((item) => open.has(item.claim)).map((item) => row({ picture: tile(pen), title: say("Answer"), meta: say("Waits"), claim: item.claim }));
for (const photo of photos.filter((item) => open.has(item.claim))) {
  const url = URL.createObjectURL(photo.blob);
  const save = h("a", { class: "btn btn-line", href: url, download: `${photo.key}.jpg` }, say("Save"));
  rows.push(row({ picture: h("img", { class: "mini", src: url, alt: "" }), title: say("Photo"), meta: `${Math.round(photo.blob.size / 1024)} kB`, claim: photo.claim }, save));
}
if (rows.length) {
  section.hidden = false;
  document.getElementById("on-phone-list").replaceChildren(h("ul", {}, rows));
}
