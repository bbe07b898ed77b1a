// A barcode or QR code: read from a photo where the browser can, else by the server, and always possible to type.
import { freshId, h, icon, say } from "./dom.js";
import { spoken, who } from "./parts.js";
import { send } from "./send.js";
import { shrink } from "./shrink.js";

export function barcodeField(ask) {
  const { subjects } = ask.question;
  return subjects.map((subject) => {
    const id = freshId();
    const input = h("input", { id, class: "input", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "200", "aria-describedby": ask.about });
    if (subjects.length < 2) input.setAttribute("aria-labelledby", `${ask.id}-l`);
    input.value = ask.value(subject) ?? "";
    input.addEventListener("input", () => ask.answer(subject, input.value.trim() || null));
    const found = (code) => {
      input.value = code;
      ask.answer(subject, code, true);
    };
    return h("div", { class: "stack stack-s" }, who(ask, subject, { for: id }), input, scanner(ask, subject, found));
  });
}

function scanner(ask, subject, found) {
  const told = h("p", { class: "meta", role: "status" });
  const words = h("span", {}, say("scan"));
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", class: "vh", "aria-label": `${say("scan")}: ${spoken(ask, subject)}` });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    told.textContent = say("scanReading");
    const { code, words } = await read(file, ask.urls.barcode);
    told.textContent = code ? say("scanRead", { code }) : words;
    if (code) found(code);
  });
  const label = h("label", { class: "btn scan" }, icon("camera"), words, input);
  label.addEventListener("click", async (event) => {
    if (!globalThis.scanByMessenger) return; // set by messenger.js inside WeChat and WeCom
    event.preventDefault();
    const code = await globalThis.scanByMessenger();
    told.textContent = code ? say("scanRead", { code }) : say("scanNothing");
    if (code) found(code);
  });
  return [label, told];
}

async function read(file, url) {
  const here = await onThisPhone(file);
  if (here) return { code: here };
  if (!url) return { words: say("scanNothing") }; // in a trial
  const picture = await shrink(file);
  if (!picture) return { words: say("photoUnread") };
  const { kind, body } = await send(url, { method: "POST", body: picture, headers: { "Content-Type": picture.type || "application/octet-stream" } });
  return { code: body.code, words: body.message ?? say(kind === "lost" ? "scanOffline" : "scanNothing") };
}

async function onThisPhone(file) {
  if (!("BarcodeDetector" in globalThis)) return "";
  try {
    const [first] = await new BarcodeDetector().detect(await createImageBitmap(file));
    return first?.rawValue ?? "";
  } catch {
    return ""; // some browsers have the name and no reader behind it
  }
}
