// The list of messages of a channel or a thread: order, days, grouping, and a repaint that
// touches only what has changed, so that focus and open menus survive news.

import { authorOf } from "./author.js";
import { h } from "./dom.js";
import { messageNode } from "./message.js";
import { closeOrphan } from "./popover.js";
import { dayLabel, sameDay } from "./when.js";

const GROUP_SECONDS = 300;
const NEAR_END_PX = 120;

function follows(message, before) {
  if (!before || message.is_ephemeral || before.is_ephemeral) return false;
  const near = Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
  return near && authorOf(message).key === authorOf(before).key && sameDay(message.ts, before.ts);
}

const divider = (ts) =>
  h(
    "div",
    { class: "day-line", role: "separator", "aria-label": dayLabel(ts) },
    h("span", null, dayLabel(ts)),
  );
const repliesLine = (count) =>
  h(
    "div",
    { class: "day-line replies-line" },
    h("span", null, count === 1 ? "1 reply" : `${count} replies`),
  );

/** Whether a message belongs in a channel's own list, not only in its thread. */
const inChannel = (message) =>
  !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";

export class MessageList {
  #shown = new Map();

  /** `view`: channel, thread (parent ts or null), openThread(ts), label, empty (a node). */
  constructor(view) {
    this.view = view;
    this.log = h("div", {
      class: "log",
      role: "log",
      "aria-label": view.label,
      "aria-live": "polite",
    });
    this.node = h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": view.label },
      this.log,
    );
    this.first = true;
    this.isStuck = true;
    this.node.addEventListener("scroll", () => {
      this.isStuck = this.#isAtEnd();
    });
    // A picture that arrives late makes the list longer; who was at its end stays there.
    this.log.addEventListener("load", () => this.isStuck && this.toEnd(), true);
  }

  /** Makes the list show these messages. */
  update(messages) {
    const listed = messages
      .filter((message) => this.view.thread || inChannel(message))
      .sort((a, b) => Number(a.ts) - Number(b.ts));
    const atEnd = this.#isAtEnd();
    const focus = this.#focus();
    this.log.setAttribute("aria-busy", String(this.first));
    this.#paint(this.#entries(listed));
    closeOrphan();
    this.#refocus(focus);
    this.log.setAttribute("aria-busy", "false");
    if (this.first || atEnd) this.toEnd();
    this.first = false;
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** The wanted rows in order: [key, signature, maker]. */
  #entries(messages) {
    const rows = messages.length ? [] : [["empty", "", () => this.view.empty]];
    messages.forEach((message, i) => {
      const before = messages[i - 1];
      const fresh = !before || !sameDay(before.ts, message.ts);
      if (fresh && !this.view.thread)
        rows.push([`day-${message.ts}`, dayLabel(message.ts), () => divider(message.ts)]);
      const compact = !fresh && follows(message, before);
      rows.push([
        message.ts,
        `${compact}${JSON.stringify(message)}`,
        () => messageNode(message, this.view, compact),
      ]);
      const replies = messages.length - 1;
      if (this.view.thread && i === 0 && replies)
        rows.push(["replies", String(replies), () => repliesLine(replies)]);
    });
    return rows;
  }

  #paint(rows) {
    const next = new Map(
      rows.map(([key, signature, make]) => {
        const old = this.#shown.get(key);
        return [key, old?.signature === signature ? old : { signature, node: make() }];
      }),
    );
    const wanted = new Set([...next.values()].map((entry) => entry.node));
    for (const child of [...this.log.children]) if (!wanted.has(child)) child.remove();
    [...wanted].forEach((node, i) => {
      if (this.log.children[i] !== node) this.log.insertBefore(node, this.log.children[i] ?? null);
    });
    this.#shown = next;
  }

  #focus() {
    const active = document.activeElement;
    if (!this.log.contains(active)) return null;
    return { active, ts: active.closest("[data-ts]")?.dataset.ts, key: active.dataset.key };
  }

  #refocus(focus) {
    if (!focus || focus.active.isConnected) return;
    const row = this.log.querySelector(`[data-ts="${CSS.escape(focus.ts ?? "")}"]`);
    const same = focus.key && row?.querySelector(`[data-key="${CSS.escape(focus.key)}"]`);
    (same || this.node).focus({ preventScroll: true });
  }
}
