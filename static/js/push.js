// Messages on this phone while the app is closed: shown where the browser can, asked for only by a tap.
import { send } from "./runner/send.js";

const row = document.getElementById("push");
const state = document.getElementById("push-state");
const say = (name) => (state.textContent = row.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`]);

async function show(words) {
  const on = Boolean(await (await navigator.serviceWorker.ready).pushManager.getSubscription());
  for (const button of row.querySelectorAll("[data-push]")) button.setAttribute("aria-pressed", String((button.dataset.push === "on") === on));
  say(words ?? (Notification.permission === "denied" ? "denied" : on ? "on" : "off"));
}

const tell = (url, what) => send(url, { method: "POST", body: JSON.stringify(what), headers: { "Content-Type": "application/json" } });

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return show();
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: asBytes(row.dataset.key) });
  const { kind } = await tell(row.dataset.on, subscription.toJSON());
  if (kind === "ok") return show();
  await subscription.unsubscribe();
  return show("failed");
}

async function turnOff() {
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (!subscription) return show();
  await tell(row.dataset.off, { endpoint: subscription.endpoint }); // when it does not arrive, the push service says that it is gone
  await subscription.unsubscribe();
  return show();
}

function asBytes(key) {
  const text = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

if (row && "PushManager" in window && "Notification" in window && "serviceWorker" in navigator) {
  for (const button of row.querySelectorAll("[data-push]")) {
    button.addEventListener("click", () => (button.dataset.push === "on" ? turnOn : turnOff)().catch(() => show("failed")));
  }
  await show();
  row.hidden = false;
}
