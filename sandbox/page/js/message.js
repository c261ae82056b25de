// One message as a node: author, time, marks, blocks or text, attachments, files, reactions, thread.

import { renderBlocks } from "./blocks.js";
import { authorOf } from "./author.js";
import { h, icon, iconButton, image, link } from "./dom.js";
import { emoji, QUICK } from "./emoji.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { closePopover, openPopover } from "./popover.js";
import { post } from "./api.js";
import { state, userName } from "./state.js";
import { surfaceOf } from "./surface.js";
import { attempt } from "./toast.js";
import { dateOf, fullTime, time } from "./when.js";

/** What a person typed: their angle brackets are characters, unless they make a mention. */
const typedText = (text) => text.replace(/<(?![@#][A-Z0-9]+[|>])/g, "&lt;");

function isMine(message, name) {
  return message.reactions?.some((it) => it.name === name && it.users?.includes(state.me.id)) ?? false;
}

/** Adds the acting person's reaction, or takes it back when it is there. */
function react(message, channel, name) {
  const add = !isMine(message, name);
  return attempt(post("react", { as: state.me.id, channel, ts: message.ts, name, add }));
}

function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((reaction) => {
    const names = (reaction.users ?? []).map(userName).join(", ");
    return h("button", {
      type: "button", class: "reaction", "aria-pressed": String(isMine(message, reaction.name)), title: names,
      "aria-label": `${reaction.name.replaceAll("_", " ")}, ${reaction.count ?? 1}: ${names}`,
      data: { key: `react/${reaction.name}` },
      onclick: () => react(message, channel, reaction.name),
    }, emoji(reaction.name), h("span", null, String(reaction.count ?? reaction.users?.length ?? 1)));
  }));
}

function reactionPicker(anchor, message, channel) {
  const pick = (name) => () => {
    closePopover();
    react(message, channel, name);
  };
  const faces = QUICK.map((name) =>
    h("button", { type: "button", class: "face", "aria-label": name, onclick: pick(name) }, emoji(name)));
  const handle = openPopover(anchor, h("div", { class: "faces" }, faces), { label: "Add a reaction" });
  if (handle) faces[0].focus();
}

function toolbar(message, view) {
  if (message.is_ephemeral) return null;
  const add = iconButton("smile", "Add a reaction", () => reactionPicker(add, message, view.channel), {
    data: { key: "tool/react" }, "aria-haspopup": "dialog", "aria-expanded": "false",
  });
  const reply = view.thread ? null
    : iconButton("reply", "Reply in thread", () => view.openThread(message.ts), { data: { key: "tool/reply" } });
  return h("div", { class: "message-tools", role: "toolbar", "aria-label": "Message actions" }, add, reply);
}

function threadLine(message, view) {
  if (view.thread || !message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const faces = (message.reply_users ?? []).slice(0, 3).map((user) => authorOf({ user }).picture("small"));
  return h("button", {
    type: "button", class: "thread-line", data: { key: "thread" }, onclick: () => view.openThread(message.ts),
  }, faces, h("span", { class: "thread-count" }, words),
  message.latest_reply ? h("span", { class: "muted" }, `Last reply ${time(message.latest_reply)}`) : null);
}

function fileNode(file) {
  const url = file.id ? `/files/${encodeURIComponent(file.id)}` : file.url_private;
  const title = file.title || file.name || file.id;
  if (!(file.mimetype ?? "").startsWith("image/")) {
    return h("div", { class: "file" }, icon("file"), link(url, title));
  }
  return h("figure", { class: "image-block" }, h("figcaption", null, title),
    image(url, file.alt_txt || title, "picture"));
}

function attachment(item, surface) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(item.color ?? "");
  const named = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" }[item.color];
  const colour = named ?? (hex ? `#${hex[1]}` : null);
  const title = item.title ? h("strong", null, item.title_link ? link(item.title_link, item.title) : item.title) : null;
  const fields = item.fields?.length ? h("div", { class: "fields" }, item.fields.map((field) =>
    h("div", { class: "field" }, h("strong", null, field.title), h("br"), mrkdwn(field.value ?? "")))) : null;
  return h("div", null, item.pretext ? h("div", { class: "text" }, mrkdwn(item.pretext)) : null,
    h("div", { class: "attachment", style: colour ? { "border-left-color": colour } : {} },
      item.blocks?.length ? renderBlocks(item.blocks, surface)
        : [title, item.text || (!title && !fields && item.fallback)
          ? h("div", { class: "text" }, mrkdwn(item.text ?? item.fallback)) : null, fields],
      item.footer ? h("div", { class: "muted" }, mrkdwn(item.footer)) : null));
}

function content(message, channel) {
  const container = {
    type: "message", message_ts: message.ts, channel, channel_id: channel,
    is_ephemeral: Boolean(message.is_ephemeral), ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
  };
  const nested = (message.attachments ?? []).flatMap((item) => item.blocks ?? []);
  const surface = surfaceOf(container, [...(message.blocks ?? []), ...nested]);
  const isTyped = Boolean(message.client_msg_id) && !message.bot_id;
  const blocks = isTyped ? null : message.blocks;
  const text = () => (message.mrkdwn === false ? textObject(message.text)
    : mrkdwn(isTyped ? typedText(message.text ?? "") : message.text ?? ""));
  return [
    blocks?.length ? renderBlocks(blocks, surface) : h("div", { class: "text" }, text()),
    (message.attachments ?? []).map((item) => attachment(item, surface)),
    (message.files ?? []).map(fileNode),
  ];
}

function head(message, author) {
  return h("div", { class: "message-head" },
    h("span", { class: "message-author" }, author.name),
    author.isApp ? h("span", { class: "badge-app" }, "APP") : null,
    stamp(message));
}

function stamp(message) {
  return h("time", {
    class: "message-time", datetime: dateOf(message.ts).toISOString(), title: fullTime(message.ts),
  }, time(message.ts));
}

/**
 * The node of a message. `view`: channel, thread (ts or null), openThread(ts). `compact` leaves out
 * the author, for messages that follow another of the same author.
 */
export function messageNode(message, view, compact) {
  const author = authorOf(message);
  const marks = [];
  if (message.is_ephemeral) marks.push(h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"));
  if (message.subtype === "thread_broadcast" && !view.thread) {
    marks.push(h("div", { class: "only-you" }, icon("reply", 14), "Replied to a thread"));
  }
  return h("article", {
    class: `message${compact ? " compact" : ""}${message.is_ephemeral ? " ephemeral" : ""}`,
    "aria-label": `${author.name}, ${time(message.ts)}`, data: { ts: message.ts },
  },
  h("div", { class: "gutter" }, compact ? stamp(message) : author.picture("")),
  h("div", { class: "message-main" }, marks, compact ? null : head(message, author),
    h("div", { class: "message-content" }, content(message, view.channel),
      message.edited ? h("span", { class: "edited", title: fullTime(message.edited.ts) }, "(edited)") : null),
    reactions(message, view.channel), threadLine(message, view)),
  toolbar(message, view));
}
