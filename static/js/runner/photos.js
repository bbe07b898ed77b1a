// Photos of one question: taken, shrunk, shown at once, each with its own state until the server has acknowledged it.
import { h, icon, say } from "./dom.js";
import { who } from "./parts.js";
import { shrink } from "./shrink.js";

const FRESH = 10 * 60 * 1000; // ms: a photo asked for here and now is not older

export function photoField(ask) {
  return ask.question.subjects.map((subject) => h("div", { class: "stack stack-s" }, who(ask, subject), grid(ask, subject)));
}

function grid(ask, subject) {
  const { sync, question } = ask;
  const cell = `${question.name}.${subject}`;
  const takenNow = Boolean(question.parameters?.taken_now);
  const shown = new Map(); // id → object URL of a photo that is only here
  const photos = h("div", { class: "photos" });
  const note = h("p", { class: "notice notice-dim", hidden: true }, icon("phone"), h("span", {}, say("photosWait")));
  const trouble = h("p", { class: "meta c-err", role: "alert" });

  async function take(event) {
    const files = [...event.target.files];
    event.target.value = "";
    const fitting = files.slice(0, room());
    trouble.textContent = fitting.length < files.length ? say("photoRoom", { n: question.maximum }) : "";
    for (const file of fitting) {
      if (takenNow && Date.now() - file.lastModified > FRESH) {
        trouble.textContent = say("photoOld");
        continue;
      }
      const small = await shrink(file);
      if (small) await sync.addPhoto(question.name, subject, small);
      else trouble.textContent = say("photoUnread");
    }
  }

  async function takeOut(photo) {
    const gone = await sync.removePhoto(cell, photo);
    trouble.textContent = gone ? "" : say("photoStays");
  }

  const room = () => question.maximum - sync.photosOf(cell).length;

  function draw() {
    const all = sync.photosOf(cell);
    photos.replaceChildren(...all.map((photo, place) => tile(photo, place)), ...(room() > 0 ? [adder(all.length)] : []));
    note.hidden = !all.some((photo) => photo.waits && !photo.refused);
    for (const [id, url] of shown) {
      if (all.some((photo) => photo.id === id && photo.waits)) continue;
      URL.revokeObjectURL(url);
      shown.delete(id);
    }
  }

  function picture(photo, place) {
    if (photo.waits && !shown.has(photo.id)) shown.set(photo.id, URL.createObjectURL(photo.blob));
    return h("img", { src: photo.waits ? shown.get(photo.id) : photo.small, alt: say("photoAlt", { n: place + 1 }), loading: "lazy" });
  }

  function tile(photo, place) {
    const bad = photo.refused || photo.tries > 0;
    const badge = h("span", { class: `badge${photo.waits ? (bad ? " bad" : " wait") : ""}` }, icon(photo.waits ? (bad ? "refresh" : "phone") : "check", "i-s"));
    const words = photo.refused ? photo.message : photo.waits ? say(bad ? "photoFailed" : sync.sending ? "photoSending" : "photoWaits") : say("photoSaved");
    const inside = [h("span", { class: `pic${photo.waits ? " veil" : ""}` }, picture(photo, place), badge), h("span", { class: `cap${bad ? " c-err b" : ""}` }, words)];
    const again = photo.waits && bad && !photo.refused;
    const body = again ? h("button", { type: "button", class: "photo", onclick: () => sync.flush() }, inside) : h("div", { class: "photo" }, inside);
    const gone = h("button", { type: "button", class: "icon-btn take-out", "aria-label": say("photoRemove", { n: place + 1 }), onclick: () => takeOut(photo) }, icon("x"));
    return h("div", { class: "shot" }, body, gone);
  }

  function adder(count) {
    const source = takenNow ? { capture: "environment" } : { multiple: true };
    const input = h("input", { type: "file", accept: "image/*", class: "vh", onchange: take, ...source });
    const words = say(count ? "anotherPhoto" : "addPhoto");
    const least = question.minimum && count < question.minimum ? h("span", { class: "cap" }, say("photoCount", { n: count, least: question.minimum })) : null;
    return h("label", { class: "photo adder" }, h("span", { class: "pic add" }, icon("camera", "i-l")), h("span", { class: "cap" }, words), least, input);
  }

  const redraw = () => (photos.isConnected ? draw() : null);
  sync.addEventListener("photos", redraw, { signal: ask.signal });
  draw();
  return [takenNow && h("p", { class: "row row-t cap" }, icon("camera", "i-s"), h("span", {}, say("photoTakenNow"))), photos, trouble, note];
}
