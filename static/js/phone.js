// This page on this phone: whose pages may lie here, the worker that keeps them, how old this one is, the number on the app's picture,
// and once, to who came back, that it can have a place on the home screen.
const root = document.documentElement;
const { reader, asOf } = root.dataset; // reader: who is signed in, "" for nobody; a desk says nothing
const SEEN = "firsthand:reader";

if (asOf && !document.getElementById("runner")) showAge(); // the runner lays over it what has arrived since: it is as of now
if (reader !== undefined) {
  forgetOthers().catch(() => {});
  count();
  const hint = document.getElementById("install");
  if (hint && mayHint()) offerInstall(hint);
  if (reader && "serviceWorker" in navigator) addEventListener("load", () => setTimeout(register, 1500), { once: true });
}

function showAge() {
  const note = document.getElementById("as-of");
  if (!note) return;
  const then = new Date(asOf);
  const today = then.toDateString() === new Date().toDateString();
  const when = then.toLocaleString(root.lang, { ...(today ? {} : { day: "numeric", month: "short" }), hour: "2-digit", minute: "2-digit", hour12: false });
  note.querySelector("span").textContent = note.dataset.words.replace("{when}", when);
  note.hidden = false;
}

// On a phone that changed hands, or when nobody is signed in: pages go at once, answers that have arrived, too. What has not, waits for its writer.
async function forgetOthers() {
  const before = recall();
  if (before === reader) return;
  remember(SEEN, reader);
  if ("caches" in window) for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== `pages-${reader}`) await caches.delete(name);
  if (!before) return;
  const { forgetArrived } = await import("./runner/store.js");
  await forgetArrived();
  const push = await (await navigator.serviceWorker?.getRegistration())?.pushManager?.getSubscription();
  await push?.unsubscribe();
}

async function register() {
  try {
    await navigator.serviceWorker.register(root.dataset.worker);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: location.pathname });
  } catch {
    // private windows and web views have none: everything works without it
  }
}

function count() {
  const unread = document.querySelector("meta[name=unread]");
  if (!unread && reader) return;
  const number = Number(unread?.content ?? 0);
  if (number) navigator.setAppBadge?.(number).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}

// Never on the first visit, never again after a no, not where it is installed, not in WeChat, which has no home screen to offer.
function mayHint() {
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (installed || /MicroMessenger|wxwork/i.test(navigator.userAgent)) return false;
  let visits = Number(recall("firsthand:visits"));
  if (!recall("firsthand:visiting", "sessionStorage")) remember("firsthand:visits", String((visits += 1)));
  remember("firsthand:visiting", "yes", "sessionStorage");
  return visits > 1 && recall("firsthand:install") !== "no";
}

function offerInstall(hint) {
  const [button] = hint.getElementsByClassName("go");
  hint.querySelector("[data-no]").addEventListener("click", () => {
    remember("firsthand:install", "no");
    hint.hidden = true;
  });
  addEventListener("appinstalled", () => (hint.hidden = true));
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    hint.hidden = false;
    button.onclick = async () => {
      await event.prompt();
      hint.hidden = true;
    };
  });
  const isApple = /iPhone|iPad/.test(navigator.userAgent) && !/CriOS|FxiOS/.test(navigator.userAgent);
  if (!isApple) return;
  button.hidden = true;
  hint.querySelector("[data-apple]").hidden = false;
  hint.hidden = false;
}

function recall(name = SEEN, where = "localStorage") {
  try {
    return window[where].getItem(name) ?? "";
  } catch {
    return "";
  }
}

function remember(name, value, where = "localStorage") {
  try {
    window[where].setItem(name, value);
  } catch {
    // then it is asked again
  }
}
