// The "Are you sure?" dialog that an element may ask for.

import { h, uid } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { wrapTab } from "./popover.js";

/** Shows a confirm object; resolves to true only when the person agrees. */
export function confirmed(spec) {
  return new Promise((resolve) => {
    const title = uid("confirm");
    const dialog = h("dialog", {
      class: "dialog confirm",
      "aria-labelledby": title,
      onkeydown: (event) => event.key === "Tab" && wrapTab(event, dialog),
    });
    const end = (answer) => () => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const yes = h(
      "button",
      {
        type: "button",
        class: `button ${spec.style === "danger" ? "danger" : "primary"}`,
        onclick: end(true),
      },
      textObject(spec.confirm),
    );
    dialog.append(
      h("div", { class: "dialog-head" }, h("h2", { id: title }, textObject(spec.title))),
      h("div", { class: "dialog-body" }, h("p", null, textObject(spec.text))),
      h(
        "div",
        { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", onclick: end(false) },
          textObject(spec.deny),
        ),
        yes,
      ),
    );
    dialog.addEventListener("cancel", end(false));
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
