// Where a person types: plain text is posted, text that begins with "/" is a command, with the
// commands of the installed apps offered while it is typed.

import { post } from "./api.js";
import { h, icon, iconButton, uid } from "./dom.js";
import { commands, state } from "./state.js";
import { toast } from "./toast.js";

const drafts = new Map();

export class Composer {
  #hits = [];
  #at = -1;

  /** `target`: channel, thread (ts or null), placeholder; `onSent()` after the sandbox took it. */
  constructor(target, onSent) {
    this.target = target;
    this.onSent = onSent;
    this.key = `${state.me?.id}/${target.channel}/${target.thread ?? ""}`;
    this.listId = uid("commands");
    this.list = h("div", {
      class: "commands",
      role: "listbox",
      id: this.listId,
      "aria-label": "Commands",
    });
    this.list.hidden = true;
    this.usage = h("div", { class: "usage", id: uid("usage") });
    this.field = this.#field();
    this.send = h(
      "button",
      { type: "submit", class: "send", "aria-label": "Send", title: "Send" },
      icon("send", 18),
    );
    this.node = h(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.list,
      h(
        "div",
        { class: "composer-box" },
        this.field,
        h(
          "div",
          { class: "composer-bar" },
          iconButton("slash", "Commands", () => this.#startCommand()),
          this.usage,
          this.send,
        ),
      ),
    );
    this.#changed();
  }

  #field() {
    return h("textarea", {
      class: "composer-field",
      rows: 1,
      placeholder: this.target.placeholder,
      "aria-label": this.target.placeholder,
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": this.listId,
      "aria-describedby": this.usage.id,
      value: drafts.get(this.key) ?? "",
      spellcheck: "false",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#close(),
    });
  }

  #startCommand() {
    if (!this.field.value) this.field.value = "/";
    this.field.focus();
    this.#changed();
  }

  #changed() {
    const text = this.field.value;
    drafts.set(this.key, text);
    this.send.disabled = !text.trim();
    const typed = /^\/\S*$/.test(text);
    const hits = typed ? commands().filter((it) => it.command.startsWith(text.toLowerCase())) : [];
    this.#showUsage(text);
    if (hits.length) this.#open(hits);
    else this.#close();
  }

  #showUsage(text) {
    const known = commands().find((it) => text.startsWith(`${it.command} `) || text === it.command);
    this.usage.replaceChildren(
      ...(known ? [h("code", null, known.command), ` ${known.usage_hint ?? ""}`] : []),
    );
  }

  #open(hits) {
    this.#hits = hits;
    this.list.replaceChildren(
      h("div", { class: "commands-head", "aria-hidden": "true" }, "Commands"),
      ...hits.map((hit, i) => this.#option(hit, i)),
    );
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  #option(hit, index) {
    return h(
      "div",
      {
        class: "command",
        role: "option",
        id: `${this.listId}-${index}`,
        // The field keeps the focus: the pointer must not take it before the click lands.
        onpointerdown: (event) => event.preventDefault(),
        onpointermove: () => this.#mark(index),
        onclick: () => this.#complete(hit),
      },
      h(
        "span",
        { class: "command-name" },
        hit.command,
        hit.usage_hint ? h("span", { class: "command-hint" }, ` ${hit.usage_hint}`) : null,
      ),
      h("span", { class: "command-words" }, hit.description ?? ""),
      h("span", { class: "command-app" }, hit.app),
    );
  }

  #mark(index) {
    this.#at = index;
    const options = [...this.list.querySelectorAll(".command")];
    options.forEach((node, i) => node.setAttribute("aria-selected", String(i === index)));
    options[index]?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.listId}-${index}`);
  }

  #close() {
    this.list.hidden = true;
    this.#hits = [];
    this.field?.setAttribute("aria-expanded", "false");
    this.field?.removeAttribute("aria-activedescendant");
  }

  #complete(hit) {
    this.field.value = `${hit.command} `;
    this.field.focus();
    this.#changed();
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#hits.length && this.#listKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.node.requestSubmit();
    }
  }

  /** Handles a key while the commands are shown; says whether it was one of theirs. */
  #listKey(event) {
    const hit = this.#hits[this.#at];
    const count = this.#hits.length;
    if (event.key === "ArrowDown") this.#mark((this.#at + 1) % count);
    else if (event.key === "ArrowUp") this.#mark((this.#at - 1 + count) % count);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Tab" && !event.shiftKey) this.#complete(hit);
    // A command typed to its end is sent by Enter; a beginning of one is completed.
    else if (event.key === "Enter" && this.field.value !== hit.command) this.#complete(hit);
    else return false;
    return true;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text || this.node.getAttribute("aria-busy") === "true") return;
    this.#put("");
    this.node.setAttribute("aria-busy", "true");
    const { channel, thread } = this.target;
    try {
      // An app that fails is told to the person in the channel, by the sandbox itself.
      await post("command", {
        as: state.me.id,
        channel,
        text,
        ...(thread ? { thread_ts: thread } : {}),
      });
      this.onSent();
    } catch (error) {
      toast(
        error.code === "unknown_command"
          ? `${text.split(" ")[0]} is not a command here.`
          : error.message,
      );
      // What could not be sent is given back, unless something new has been typed meanwhile.
      if (!this.field.value) this.#put(text);
    } finally {
      this.node.removeAttribute("aria-busy");
    }
  }

  #put(text) {
    this.field.value = text;
    this.#changed();
  }
}
