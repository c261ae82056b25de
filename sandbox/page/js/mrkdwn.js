// Slack's mrkdwn and plain_text objects to nodes. Decides only how text reads: no blocks, no calls.

import { fragment, h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelName, state, userName } from "./state.js";
import { byTemplate } from "./when.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g;
const URL_AT = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]]/y;
const STYLES = { "*": "strong", _: "em", "~": "s" };

/** Slack escapes exactly three characters; anything else that looks like an entity is text. */
const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

function withEmoji(text) {
  const parts = [];
  let from = 0;
  for (const hit of text.matchAll(EMOJI)) {
    parts.push(unescape(text.slice(from, hit.index)), emoji(hit[1]));
    from = hit.index + hit[0].length;
  }
  parts.push(unescape(text.slice(from)));
  return parts;
}

/** A person's name as a mention; the acting person's own stands out. */
export function userMention(id, fallback) {
  const known = state.users.has(id) ? userName(id) : fallback || id;
  return h("span", { class: id === state.me?.id ? "mention mention-me" : "mention" }, `@${known}`);
}

export function channelMention(id, fallback) {
  const name = state.channels.has(id) ? channelName(id) : fallback || "private-channel";
  return h("span", { class: "mention" }, `#${name}`);
}

export const broadcast = (range) => h("span", { class: "mention mention-me" }, `@${range}`);

/** A moment by Slack's template, in the reader's zone; the fallback when it is not understood. */
export function dateNode(timestamp, template, url, fallback) {
  const words = byTemplate(timestamp, template) ?? fallback;
  const node = h("time", { class: "date", title: fallback }, words);
  return url ? link(url, node) : node;
}

function special(body, label) {
  const date = /^date\^([^^]+)\^([^^]+)(?:\^(.+))?$/.exec(body);
  if (date)
    return dateNode(
      date[1],
      unescape(date[2]),
      date[3] && unescape(date[3]),
      unescape(label ?? ""),
    );
  const group = /^subteam\^(\w+)/.exec(body);
  if (group) return h("span", { class: "mention" }, unescape(label ?? `@${group[1]}`));
  return broadcast(body);
}

/** What `<…>` stands for: a mention, a date, a link; any other content is shown as typed. */
function bracket(inner) {
  const bar = inner.indexOf("|");
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : inner.slice(bar + 1);
  if (/^@[UW]\w+$/.test(body)) return userMention(body.slice(1), label && unescape(label));
  if (/^#[CGD]\w+$/.test(body)) return channelMention(body.slice(1), label && unescape(label));
  if (/^!(here|channel|everyone|date\^|subteam\^)/.test(body)) return special(body.slice(1), label);
  if (/^(https?:\/\/|mailto:|tel:)/i.test(body)) {
    return link(unescape(body), withEmoji(label ?? body.replace(/^(mailto|tel):/, "")));
  }
  return unescape(`<${inner}>`);
}

/** The end of a code span or bracket that starts at `i`, or -1 when none does. */
function atomEnd(text, i) {
  const closing = text[i] === "`" ? "`" : text[i] === "<" ? ">" : null;
  if (!closing) return -1;
  const end = text.indexOf(closing, i + 1);
  return end > i + 1 && !text.slice(i, end).includes("\n") ? end : -1;
}

/** Where the style opened at `i` closes: only at a word's end, as Slack does, else -1. */
function styleEnd(text, i) {
  if (!STYLES[text[i]] || /\w/.test(text[i - 1] ?? "") || !/\S/.test(text[i + 1] ?? "")) return -1;
  for (let j = i + 1; j < text.length && text[j] !== "\n"; j += 1) {
    const skip = atomEnd(text, j);
    if (skip > 0) j = skip;
    else if (text[j] === text[i] && j > i + 1 && isWordEnd(text, j)) return j;
  }
  return -1;
}

const isWordEnd = (text, j) => /\S/.test(text[j - 1]) && !/\w/.test(text[j + 1] ?? "");

/** The node that starts at `i` and the index after it, or null when plain text continues. */
function tokenAt(text, i) {
  const atom = atomEnd(text, i);
  if (atom > 0) {
    const inner = text.slice(i + 1, atom);
    return [text[i] === "`" ? h("code", null, unescape(inner)) : bracket(inner), atom + 1];
  }
  const styled = styleEnd(text, i);
  if (styled > 0) return [h(STYLES[text[i]], null, inline(text.slice(i + 1, styled))), styled + 1];
  URL_AT.lastIndex = i;
  const url = text[i] === "h" && !/\w/.test(text[i - 1] ?? "") ? URL_AT.exec(text) : null;
  return url ? [link(unescape(url[0]), unescape(url[0])), i + url[0].length] : null;
}

function inline(text) {
  const parts = [];
  let plainFrom = 0;
  let i = 0;
  while (i < text.length) {
    const token = tokenAt(text, i);
    if (token) {
      parts.push(withEmoji(text.slice(plainFrom, i)), token[0]);
      i = plainFrom = token[1];
    } else i += 1;
  }
  parts.push(withEmoji(text.slice(plainFrom)));
  return parts;
}

const QUOTE = /^(?:>|&gt;)(?!(?:>|&gt;)) ?/;
const LONG_QUOTE = /^(?:(?:>|&gt;){3}) ?/;

function lines(text) {
  const out = [];
  const rows = text.split("\n");
  for (let i = 0; i < rows.length; i += 1) {
    if (LONG_QUOTE.test(rows[i])) {
      const rest = rows.slice(i).join("\n").replace(LONG_QUOTE, "");
      out.push(h("blockquote", null, inline(rest)));
      break;
    }
    const from = i;
    while (i < rows.length && QUOTE.test(rows[i])) i += 1;
    if (i > from) {
      out.push(
        h(
          "blockquote",
          null,
          inline(
            rows
              .slice(from, i)
              .map((row) => row.replace(QUOTE, ""))
              .join("\n"),
          ),
        ),
      );
      i -= 1;
    } else out.push(inline(rows[i]), i < rows.length - 1 ? "\n" : null);
  }
  return out;
}

/** mrkdwn as nodes. */
export function mrkdwn(text) {
  const out = [];
  let from = 0;
  for (const hit of text.matchAll(/```\n?([\s\S]+?)\n?```/g)) {
    out.push(
      lines(text.slice(from, hit.index).replace(/\n$/, "")),
      h("pre", null, unescape(hit[1])),
    );
    from = hit.index + hit[0].length;
    if (text[from] === "\n") from += 1;
  }
  out.push(lines(text.slice(from)));
  return fragment(out);
}

/** A text object, of either kind, as nodes; a bare string counts as plain. */
export function textObject(object) {
  if (!object) return fragment();
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "");
  const text = typeof object === "string" ? object : (object.text ?? "");
  return fragment(object.emoji === false ? unescape(text) : withEmoji(text));
}

/** A text object's words alone, for labels that cannot hold nodes. */
export const wordsOf = (object) => textObject(object).textContent;
