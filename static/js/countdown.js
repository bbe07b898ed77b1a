// <time data-countdown="seconds left"> ticks by this device's clock from what the server said was left; at zero the page asks the server again.
// A <progress data-countdown-bar> beside it follows. Announced to screen readers at 60, 10 and 0 seconds only.
const clock = document.querySelector("[data-countdown]");

const inDays = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "unit", unit: "day", unitDisplay: "long" });

function words(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const two = (n) => String(n).padStart(2, "0");
  const tail = `${hours || days ? two(minutes) : minutes}:${two(seconds % 60)}`;
  return (days ? `${inDays.format(days)} ` : "") + (hours || days ? `${hours}:${tail}` : tail);
}

if (clock) {
  const bar = document.querySelector("[data-countdown-bar]");
  const said = document.querySelector("[data-countdown-said]");
  const end = performance.now() + Number(clock.dataset.countdown) * 1000;
  let last;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left !== last) {
      clock.textContent = words(left);
      if (bar) bar.value = left;
      if (said && [60, 10, 0].includes(left)) said.textContent = words(left);
      last = left;
    }
    if (left > 0) setTimeout(tick, 200);
    else if (clock.dataset.reload !== undefined) setTimeout(() => location.reload(), 400);
  };
  tick();
}
