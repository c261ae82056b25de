// On a phone the sidebar is a drawer over the page; here it opens, closes and gives focus back.

import { focusables } from "./dom.js";
import { wrapTab } from "./popover.js";

const PHONE = "(max-width: 480px)";
const narrow = matchMedia(PHONE);
const nav = document.getElementById("sidebar");
const veil = document.getElementById("veil");

function apply(open) {
  nav.classList.toggle("open", open);
  veil.hidden = !open;
}

export function openDrawer() {
  apply(true);
  focusables(nav)[0]?.focus();
}

export function closeDrawer() {
  const had = nav.contains(document.activeElement) && narrow.matches;
  apply(false);
  if (had) document.getElementById("drawer-button")?.focus();
}

/** Wires the veil, Escape and changes of width. */
export function setUpDrawer() {
  veil.addEventListener("click", closeDrawer);
  narrow.addEventListener("change", () => apply(false));
  nav.addEventListener("keydown", (event) => {
    if (!nav.classList.contains("open")) return;
    if (event.key === "Escape") closeDrawer();
    if (event.key === "Tab") wrapTab(event, nav);
  });
  apply(false);
}
