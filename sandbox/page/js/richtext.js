// The rich_text block to nodes: sections, lists, quotes, preformatted text and their leaves.

import { fragment, h, link } from "./dom.js";
import { emoji, fromCodePoints } from "./emoji.js";
import { broadcast, channelMention, dateNode, userMention } from "./mrkdwn.js";

const STYLE_TAGS = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

function emojiLeaf(leaf) {
  const known = emoji(leaf.name);
  if (typeof known !== "string" || !leaf.unicode) return known;
  return fromCodePoints(leaf.unicode) ?? known;
}

function colour(leaf) {
  const valid = /^#[0-9a-f]{3,8}$/i.test(leaf.value);
  return fragment(
    valid ? h("span", { class: "swatch", style: { background: leaf.value } }) : null,
    leaf.value,
  );
}

const LEAVES = {
  text: (leaf) => leaf.text ?? "",
  link: (leaf) => link(leaf.url, leaf.text || leaf.url),
  emoji: emojiLeaf,
  user: (leaf) => userMention(leaf.user_id),
  channel: (leaf) => channelMention(leaf.channel_id),
  usergroup: (leaf) => h("span", { class: "mention" }, `@${leaf.usergroup_id}`),
  team: (leaf) => h("span", { class: "mention" }, `@${leaf.team_id}`),
  broadcast: (leaf) => broadcast(leaf.range),
  date: (leaf) => dateNode(leaf.timestamp, leaf.format, leaf.url, leaf.fallback ?? ""),
  color: colour,
};

function leafNode(leaf) {
  const render = LEAVES[leaf.type];
  let node = render ? render(leaf) : (leaf.text ?? "");
  for (const [style, tag] of STYLE_TAGS) {
    if (leaf.style?.[style]) node = h(tag, null, node);
  }
  return node;
}

const leaves = (elements) => (elements ?? []).map(leafNode);

function list(element) {
  const ordered = element.style === "ordered";
  const props = {
    class: `rich-list level-${(element.indent ?? 0) % 3}${element.border ? " bordered" : ""}`,
    style: { "--indent": element.indent ?? 0 },
    start: ordered && element.offset ? element.offset + 1 : null,
  };
  return h(
    ordered ? "ol" : "ul",
    props,
    (element.elements ?? []).map((item) => h("li", null, leaves(item.elements))),
  );
}

const ELEMENTS = {
  rich_text_section: (element) => h("div", { class: "rich-section" }, leaves(element.elements)),
  rich_text_list: list,
  rich_text_quote: (element) => h("blockquote", null, leaves(element.elements)),
  rich_text_preformatted: (element) => h("pre", null, leaves(element.elements)),
};

/** A rich_text block (or table cell) as nodes; parts of an unknown kind show their words. */
export function richText(block) {
  const parts = (block.elements ?? []).map(
    (element) => ELEMENTS[element.type]?.(element) ?? h("div", null, leaves(element.elements)),
  );
  return h("div", { class: "rich-text" }, parts);
}
