// The worker: what a phone shows when the network does not answer. It touches GET only; what a person writes waits in the page's own queue.
// The server puts the constant HOUSE before this text: version, hashed, files, static, offline, icon.
const STATIC = `static-${HOUSE.version}`;
const PAGES = "pages-"; // and whose they are: one member's at a time
const PATIENCE = 4000; // ms for a page that is kept; one that is not is waited for
const MOST = 40; // pages, and as many pictures
const OLDEST = 14 * 24 * 60 * 60 * 1000; // ms
const JUST_NOW = 60 * 1000; // ms
const AWAY = [502, 503, 504];
const KEPT = [/^\/$/, /^\/tasks\/$/, /^\/tasks\/[\w-]+\/$/, /^\/claims\/$/, /^\/claims\/\d+\/$/, /^\/drafts\/$/, /^\/do\/\d+\/$/, /^\/do\/\d+\/returned\/$/];
const WORK = /^\/do\//;
const PICTURE = /^\/photos\/[\da-f-]{36}\/small\/$/;

self.addEventListener("install", (event) => event.waitUntil(settleIn()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.data?.keep && event.waitUntil(keepNow(event.data.keep)));
self.addEventListener("push", (event) => event.waitUntil(tell(event.data?.json() ?? {})));
self.addEventListener("notificationclick", (event) => event.waitUntil(follow(event.notification)));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith(HOUSE.static)) event.respondWith(file(event));
  else if (PICTURE.test(url.pathname) && WORK.test(from(event.request))) event.respondWith(picture(event, url));
});

async function settleIn() {
  const files = await caches.open(STATIC);
  await files.addAll(HOUSE.files.map((file) => new Request(file, { cache: HOUSE.hashed ? "default" : "reload" })));
  await self.skipWaiting();
}

// Old pages go on with the files of their own release; both leave together.
async function takeOver() {
  const needed = new Set([STATIC]);
  for (const cache of await pageCaches()) {
    const pages = await caches.open(cache);
    for (const request of await pages.keys()) {
      const { headers } = await pages.match(request);
      if (Date.now() - Date.parse(headers.get("Firsthand-As-Of")) > OLDEST) await pages.delete(request);
      else needed.add(`static-${headers.get("Firsthand-Worker")}`);
    }
  }
  for (const name of await caches.keys()) if (name.startsWith("static-") && !needed.has(name)) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

// Network first; what is kept, when the network is away or slow; else our page about having no network.
async function page(event, url) {
  const name = KEPT.some((kind) => kind.test(url.pathname)) && !url.search ? url.pathname : "";
  const network = fromNetwork(event, name);
  const kept = name && (await find(name));
  if (!kept) return network.catch(async () => (await find(HOUSE.offline)) ?? Response.error());
  const answer = await Promise.race([network.catch(() => null), after(PATIENCE)]);
  if (answer && !AWAY.includes(answer.status)) return answer;
  event.waitUntil(network.catch(() => null));
  return marked(kept);
}

async function fromNetwork(event, name) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  event.waitUntil(remember(answer.clone(), name));
  return answer;
}

// Whose pages they are is what the server says with each of them. A page for nobody means that nobody is signed in.
async function remember(answer, name) {
  if (!answer.ok || answer.type !== "basic" || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return;
  const reader = answer.headers.get("Firsthand-Reader") ?? "";
  for (const cache of await pageCaches()) if (cache !== PAGES + reader) await caches.delete(cache);
  if (!reader) return;
  const pages = await caches.open(PAGES + reader);
  const offline = await pages.match(HOUSE.offline);
  if (name && !answer.redirected) await put(pages, name, answer);
  if (offline?.headers.get("Content-Language") !== answer.headers.get("Content-Language")) await put(pages, HOUSE.offline, await fetch(HOUSE.offline));
}

async function put(pages, name, answer) {
  const headers = new Headers(answer.headers);
  headers.set("Firsthand-As-Of", new Date().toISOString());
  headers.set("Firsthand-Worker", HOUSE.version);
  await pages.put(name, new Response(await answer.blob(), { headers }));
  const isAlike = (path) => PICTURE.test(path) === PICTURE.test(name) && !WORK.test(path) && path !== HOUSE.offline;
  const alike = (await pages.keys()).filter(({ url }) => isAlike(new URL(url).pathname));
  for (const old of alike.slice(0, Math.max(0, alike.length - MOST))) await pages.delete(old);
}

// A page that came by a form's answer, or before there was a worker, has not passed here.
async function keepNow(name) {
  if (!KEPT.some((kind) => kind.test(name))) return;
  const kept = await find(name);
  if (kept && Date.now() - Date.parse(kept.headers.get("Firsthand-As-Of")) < JUST_NOW) return;
  await remember(await fetch(name), name);
}

async function marked(kept) {
  const words = await kept.text();
  return new Response(words.replace("<html ", `<html data-as-of="${kept.headers.get("Firsthand-As-Of")}" `), { headers: kept.headers });
}

async function file(event) {
  const known = await caches.match(event.request, { ignoreVary: true });
  if (known && HOUSE.hashed) return known;
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(answer.clone().blob().then(async (blob) => (await caches.open(STATIC)).put(event.request, new Response(blob, { headers: answer.headers }))));
    return answer;
  } catch (trouble) {
    if (known) return known;
    throw trouble;
  }
}

// A photo of one's own draft, small: it never changes under its address.
async function picture(event, url) {
  const known = await find(url.pathname);
  if (known) return known;
  const answer = await fetch(event.request);
  const [cache] = await pageCaches();
  const copy = answer.clone(); // now: as soon as the page has the answer, it reads it
  if (answer.ok && cache) event.waitUntil(caches.open(cache).then((pages) => put(pages, url.pathname, copy)));
  return answer;
}

async function find(name) {
  const [cache] = await pageCaches();
  return cache && (await caches.open(cache)).match(name);
}

const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));
const after = (pause) => new Promise((done) => setTimeout(done, pause, null));
const from = ({ referrer }) => (referrer ? new URL(referrer).pathname : "");

// A message while the app is closed: no more than that there is one, since others may look at the screen.
async function tell({ title = "Firsthand", body = "", url = "/inbox/", tag, unread = 0, lang }) {
  if (unread) await self.navigator.setAppBadge?.(unread).catch(() => {});
  await self.registration.showNotification(title, { body, tag, lang, icon: HOUSE.icon, data: { url } });
}

async function follow(notification) {
  notification.close();
  const url = new URL(notification.data.url, location.origin);
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return self.clients.openWindow(url.pathname);
  await open.focus();
  return open.navigate(url.pathname);
}
