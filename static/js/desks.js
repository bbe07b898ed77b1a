// The menu of all desks folds up by Escape, by a click beside it, and when the keyboard leaves it.
const menu = document.querySelector(".bar .more");

const fold = () => menu.removeAttribute("open");

menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  fold();
  menu.querySelector("summary").focus();
});
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget)) fold();
});
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) fold();
});
