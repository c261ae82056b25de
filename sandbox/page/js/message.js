// One message as a node: author, time, marks, content, and the line that leads to its thread.

import { attachment, fileNode } from "./attachments.js";
import { authorOf } from "./author.js";
import { renderBlocks } from "./blocks.js";
import { h, icon, iconButton } from "./dom.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { reactionPicker, reactions } from "./reactions.js";
import { surfaceOf } from "./surface.js";
import { dateOf, fullTime, time } from "./when.js";

/** What a person typed: their angle brackets are characters, unless they make a mention. */
const typedText = (text) => text.replace(/<(?![@#][A-Z0-9]+[|>])/g, "&lt;");

function toolbar(message, view) {
  if (message.is_ephemeral) return null;
  const add = iconButton(
    "smile",
    "Add a reaction",
    () => reactionPicker(add, message, view.channel),
    {
      data: { key: "tool/react" },
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
    },
  );
  const reply = view.thread
    ? null
    : iconButton("reply", "Reply in thread", () => view.openThread(message.ts), {
        data: { key: "tool/reply" },
      });
  return h(
    "div",
    { class: "message-tools", role: "toolbar", "aria-label": "Message actions" },
    add,
    reply,
  );
}

function threadLine(message, view) {
  if (view.thread || !message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const faces = (message.reply_users ?? [])
    .slice(0, 3)
    .map((user) => authorOf({ user }).picture("small"));
  return h(
    "button",
    {
      type: "button",
      class: "thread-line",
      data: { key: "thread" },
      onclick: () => view.openThread(message.ts),
    },
    faces,
    h("span", { class: "thread-count" }, words),
    message.latest_reply
      ? h("span", { class: "muted" }, `Last reply ${time(message.latest_reply)}`)
      : null,
  );
}

function content(message, channel) {
  const container = {
    type: "message",
    message_ts: message.ts,
    channel,
    channel_id: channel,
    is_ephemeral: Boolean(message.is_ephemeral),
    ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
  };
  const nested = (message.attachments ?? []).flatMap((item) => item.blocks ?? []);
  const surface = surfaceOf(container, [...(message.blocks ?? []), ...nested]);
  const isTyped = Boolean(message.client_msg_id) && !message.bot_id;
  const blocks = isTyped ? null : message.blocks;
  const text = () =>
    message.mrkdwn === false
      ? textObject(message.text)
      : mrkdwn(isTyped ? typedText(message.text ?? "") : (message.text ?? ""));
  return [
    blocks?.length ? renderBlocks(blocks, surface) : h("div", { class: "text" }, text()),
    (message.attachments ?? []).map((item) => attachment(item, surface)),
    (message.files ?? []).map(fileNode),
  ];
}

function head(message, author) {
  return h(
    "div",
    { class: "message-head" },
    h("span", { class: "message-author" }, author.name),
    author.isApp ? h("span", { class: "badge-app" }, "APP") : null,
    stamp(message),
  );
}

function stamp(message) {
  return h(
    "time",
    {
      class: "message-time",
      datetime: dateOf(message.ts).toISOString(),
      title: fullTime(message.ts),
    },
    time(message.ts),
  );
}

/**
 * The node of a message. `view`: channel, thread (ts or null), openThread(ts). `compact` leaves out
 * the author, for messages that follow another of the same author.
 */
export function messageNode(message, view, compact) {
  const author = authorOf(message);
  const marks = [];
  if (message.is_ephemeral)
    marks.push(h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"));
  if (message.subtype === "thread_broadcast" && !view.thread) {
    marks.push(h("div", { class: "only-you" }, icon("reply", 14), "Replied to a thread"));
  }
  return h(
    "article",
    {
      class: `message${compact ? " compact" : ""}${message.is_ephemeral ? " ephemeral" : ""}`,
      "aria-label": `${author.name}, ${time(message.ts)}`,
      data: { ts: message.ts },
    },
    h("div", { class: "gutter" }, compact ? stamp(message) : author.picture("")),
    h(
      "div",
      { class: "message-main" },
      marks,
      compact ? null : head(message, author),
      h(
        "div",
        { class: "message-content" },
        content(message, view.channel),
        message.edited
          ? h("span", { class: "edited", title: fullTime(message.edited.ts) }, "(edited)")
          : null,
      ),
      reactions(message, view.channel),
      threadLine(message, view),
    ),
    toolbar(message, view),
  );
}
