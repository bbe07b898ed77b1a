// Messages stay 4 s (longer when long or when they say something went wrong), then fade.
const tray = document.getElementById("toasts");

export function leave(toast) {
  const patience = toast.matches(".toast-error, .toast-warning") ? 9000 : 4000 + toast.textContent.length * 20;
  setTimeout(() => {
    toast.classList.add("gone");
    setTimeout(() => toast.remove(), 300);
  }, patience);
}

export function say(text) {
  if (!tray) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = text;
  tray.append(toast);
  leave(toast);
}

tray?.querySelectorAll(".toast").forEach(leave);
