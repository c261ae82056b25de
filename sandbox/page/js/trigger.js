// The accessible name of a button that opens a menu: its label together with what is chosen.

import { uid } from "./dom.js";

/** A label alone would hide the choice from screen readers; `chosen` is null while nothing is. */
export function nameTrigger(button, ctx, chosen) {
  const labelled = ctx.aria["aria-labelledby"];
  if (labelled) {
    const face = button.querySelector(".select-face");
    face.id ||= uid("face");
    button.setAttribute("aria-labelledby", `${labelled} ${face.id}`);
  } else if (ctx.label) {
    button.setAttribute("aria-label", chosen ? `${ctx.label}: ${chosen}` : ctx.label);
  }
}
