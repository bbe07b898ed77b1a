// Keys of the joint review: 1 2 3 choose the way, Enter records, C carries over. Not while somebody is writing, or is being asked.
const form = document.querySelector("form[data-decide]");
const writes = (element) => element.closest("textarea, select, input:not([type=radio], [type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || writes(event.target) || document.querySelector("dialog[open]")) return;
  const way = form.querySelectorAll("[name=way]")[Number(event.key) - 1];
  if (way) {
    way.checked = true;
    way.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    form.querySelector("[name=record]").click(); // which does nothing while it rests
  } else if (event.key.toLowerCase() === "c") {
    form.querySelector("[name=carry]")?.click();
  }
});

// What a new action needs is only asked for when there is one.
const none = form?.querySelector("[name=without_action]");
const fields = form?.querySelector("[data-action-fields]");
const follow = () => {
  fields.hidden = none.checked;
  for (const field of fields.querySelectorAll("input, select, textarea")) field.disabled = none.checked;
};
if (none && fields) {
  none.addEventListener("change", follow);
  follow();
}
