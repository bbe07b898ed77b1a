// One request to the server, and what its answer means. Never throws: a lost connection is an answer, too.
// The cookie's token is the newest: whoever signs in again in another tab goes on in this one. A browser that was killed may have lost it.
const cookie = () => /(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/.exec(document.cookie)?.[1];
async function token(signal) {
  if (!cookie()) await fetch(location.pathname, { credentials: "same-origin", signal });
  return cookie() ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
const PATIENCE = 30000;

// → {kind: "ok" | "conflict" | "refused" | "closed" | "signedOut" | "lost", body}
export async function send(url, { method = "GET", body, headers = {}, patience = PATIENCE } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(url, {
      method,
      body,
      headers: { Accept: "application/json", "X-CSRFToken": method === "GET" ? "" : await token(stop.signal), ...headers },
      credentials: "same-origin",
      signal: stop.signal,
    });
    return await understood(answer);
  } catch {
    return { kind: "lost", body: {} };
  } finally {
    clearTimeout(timer);
  }
}

async function understood(answer) {
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("application/json");
  if (answer.redirected || answer.status === 401 || (answer.status === 403 && !isJson)) return { kind: "signedOut", body: {} };
  if (answer.status >= 500 || [408, 429].includes(answer.status) || (answer.ok && !isJson)) return { kind: "lost", body: {} };
  const body = isJson ? await answer.json() : {};
  if (answer.ok) return { kind: "ok", body };
  return { kind: { 409: "conflict", 410: "closed", 404: "closed" }[answer.status] ?? "refused", body };
}

export const patch = (url, body) =>
  send(url, { method: "PATCH", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
