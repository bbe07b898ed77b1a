// The editor's own parts: conditions, scenarios and calculations by picking, sets of the library, effort and warnings live.
import "./condition.js";
import "./arms.js";
import "./calculation.js";
import "./once.js";
import { offerKeeping, watchCopies, watchLibrary } from "./library.js";
import { watchEffort, watchLines } from "./live.js";
import { onChange } from "./page.js";

const { urls } = document.getElementById("fh-addresses").dataset;

function start() {
  const root = document.getElementById("questions-root");
  const form = root?.closest("form");
  if (!form) return;
  const addresses = JSON.parse(urls);
  onChange(form, () => {
    for (const part of form.querySelectorAll("fh-condition, fh-arms, fh-calculation")) part.refresh();
  });
  watchLibrary(addresses.set);
  watchCopies(root);
  offerKeeping(form, addresses.keep);
  const panel = document.getElementById("fh-effort");
  if (!panel) return;
  watchEffort(form, panel, addresses.effort);
  watchLines(panel);
}

if (document.readyState === "complete") start();
else addEventListener("load", start);
