// An app's Home tab: one published view, shown as a page of blocks.

import { get } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { Form } from "./form.js";
import { closeOrphan } from "./popover.js";
import { state } from "./state.js";
import { surfaceOf } from "./surface.js";
import { attempt } from "./toast.js";

export class Home {
  constructor(app) {
    this.app = app;
    this.signature = null;
    this.form = new Form();
    this.node = h("div", {
      class: "scroll home",
      tabindex: 0,
      role: "region",
      "aria-label": `${app.name} Home`,
    });
  }

  /**
   * Reads the view. Only the first reading counts as opening the Home, of which the app is told:
   * an app that publishes each time would otherwise never come to rest.
   */
  async refresh() {
    const again = this.isOpened ? "1" : null;
    this.isOpened = true;
    const answer = await attempt(get("home", { as: state.me.id, app: this.app.id, again }));
    if (!answer) return;
    const signature = JSON.stringify([answer.view?.id, answer.view?.blocks]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.#draw(answer.view);
  }

  #draw(view) {
    const key = this.node.contains(document.activeElement)
      ? document.activeElement.dataset.key
      : null;
    if (!view) {
      this.node.replaceChildren(
        h(
          "div",
          { class: "empty" },
          h("h2", null, "Nothing here yet"),
          h("p", null, `${this.app.name} has not published a Home for you.`),
        ),
      );
      return;
    }
    const surface = surfaceOf({ type: "view", view_id: view.id }, view.blocks, this.form);
    this.node.replaceChildren(h("div", { class: "home-page" }, renderBlocks(view.blocks, surface)));
    closeOrphan();
    if (key) (this.node.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? this.node).focus();
  }
}
