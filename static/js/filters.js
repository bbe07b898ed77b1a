// A row of filters applies as soon as one is chosen; without JavaScript the button does it.
for (const form of document.querySelectorAll("form[data-filter]")) {
  form.querySelector("button")?.classList.add("vh");
  form.addEventListener("change", () => form.requestSubmit());
}
