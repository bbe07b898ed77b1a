// data-until with data-now: counts down by the server's clock, whatever this phone's clock says. At zero the page asks again.
const elements = document.querySelectorAll("[data-until]");
const DAY = 86_400_000;

for (const element of elements) {
  const skew = Date.parse(element.dataset.now) - Date.now();
  const until = Date.parse(element.dataset.until);
  const left = () => until - Date.now() - skew;
  if (left() > DAY || left() <= 0) continue; // the server's words say it better
  const tick = () => {
    const seconds = Math.max(0, Math.ceil(left() / 1000));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, "0"));
    element.textContent = seconds >= 3600 ? `${h}:${m}:${s}` : `${m}:${s}`;
    if (seconds > 0) setTimeout(tick, 1000 - (Date.now() % 1000));
    else setTimeout(() => location.reload(), 800 + Math.random() * 700); // not everybody in the same millisecond
  };
  tick();
}
