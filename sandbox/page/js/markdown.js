// The markdown block: ordinary Markdown (not mrkdwn) to nodes. A small reader: headings, lists,
// quotes, code, tables, rules, emphasis and links; HTML in it stays text, as in Slack.

import { fragment, h, link } from "./dom.js";
import { emoji } from "./emoji.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`]+)`",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<url>[^)\\s]+)[^)]*\\)",
    "\\*\\*(?<bold>[^\\n]+?)\\*\\*(?!\\*)",
    "__(?<bold2>[^\\n]+?)__",
    "~~(?<strike>[^\\n]+?)~~",
    "\\*(?<em>[^\\s*][^*\\n]*)\\*",
    "(?<![\\w_])_(?<em2>[^\\s_][^_\\n]*)_(?!\\w)",
    "<?(?<bare>https?://[^\\s<>)]*[^\\s<>).,;:!?])>?",
    ":(?<emoji>[a-z0-9_+-]+):",
    "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+.!|>~-])",
  ].join("|"),
  "g",
);

function inlineToken(groups) {
  const { code, url, label, bold, bold2, strike, em, em2, bare, escaped } = groups;
  if (code) return h("code", null, code);
  if (url) return link(url, inline(label || url));
  if (bold ?? bold2) return h("strong", null, inline(bold ?? bold2));
  if (strike) return h("s", null, inline(strike));
  if (em ?? em2) return h("em", null, inline(em ?? em2));
  if (bare) return link(bare, bare);
  return groups.emoji ? emoji(groups.emoji) : escaped;
}

function inline(text) {
  const parts = [];
  let from = 0;
  for (const hit of text.matchAll(INLINE)) {
    parts.push(text.slice(from, hit.index), inlineToken(hit.groups));
    from = hit.index + hit[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function fence(rows, i) {
  let end = i + 1;
  while (end < rows.length && !FENCE.test(rows[end])) end += 1;
  return [h("pre", null, rows.slice(i + 1, end).join("\n")), end + 1];
}

function heading(rows, i) {
  const [, marks, words] = HEADING.exec(rows[i]);
  return [
    h(
      "div",
      { class: `md-h md-h${marks.length}`, role: "heading", "aria-level": marks.length + 2 },
      inline(words),
    ),
    i + 1,
  ];
}

function quote(rows, i) {
  let end = i;
  while (end < rows.length && /^\s*>/.test(rows[end])) end += 1;
  const inner = rows.slice(i, end).map((row) => row.replace(/^\s*> ?/, ""));
  return [h("blockquote", null, blocks(inner)), end];
}

function itemNode(words) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(words);
  if (!task) return h("li", null, inline(words));
  return h("li", { class: "md-task" }, task[1] === " " ? "☐ " : "☑\uFE0E ", inline(task[2]));
}

/** One list level: items at the same indent; deeper rows are lists inside the last item. */
function list(rows, i) {
  const [, indent, mark] = ITEM.exec(rows[i]);
  const ordered = /\d/.test(mark);
  const node = h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(mark, 10) : null });
  let at = i;
  while (at < rows.length) {
    const hit = ITEM.exec(rows[at]);
    if (!hit || hit[1].length < indent.length) break;
    if (hit[1].length > indent.length + 1) {
      const [inner, next] = list(rows, at);
      node.lastChild.append(inner);
      at = next;
    } else {
      node.append(itemNode(hit[3]));
      at += 1;
    }
  }
  return [node, at];
}

const cellsOf = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

function alignOf(mark) {
  if (/^:-+:$/.test(mark)) return "center";
  return mark.endsWith(":") ? "right" : "left";
}

function table(rows, i) {
  const aligns = cellsOf(rows[i + 1]).map(alignOf);
  const row = (text, tag) =>
    h(
      "tr",
      null,
      cellsOf(text).map((cell, column) =>
        h(
          tag,
          { class: `align-${aligns[column] ?? "left"}`, scope: tag === "th" ? "col" : null },
          inline(cell),
        ),
      ),
    );
  let end = i + 2;
  while (end < rows.length && rows[end].includes("|")) end += 1;
  const body = rows.slice(i + 2, end).map((text) => row(text, "td"));
  const node = h(
    "table",
    { class: "table" },
    h("thead", null, row(rows[i], "th")),
    h("tbody", null, body),
  );
  return [
    h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" }, node),
    end,
  ];
}

const startsBlock = (rows, i) =>
  FENCE.test(rows[i]) ||
  HEADING.test(rows[i]) ||
  RULE.test(rows[i]) ||
  ITEM.test(rows[i]) ||
  /^\s*>/.test(rows[i]) ||
  isTable(rows, i);
const isTable = (rows, i) => rows[i].includes("|") && TABLE_RULE.test(rows[i + 1] ?? "");

function paragraph(rows, i) {
  let end = i + 1;
  while (end < rows.length && rows[end].trim() && !startsBlock(rows, end)) end += 1;
  return [h("p", null, inline(rows.slice(i, end).join("\n"))), end];
}

function blockAt(rows, i) {
  if (FENCE.test(rows[i])) return fence(rows, i);
  if (HEADING.test(rows[i])) return heading(rows, i);
  if (RULE.test(rows[i])) return [h("hr", null), i + 1];
  if (/^\s*>/.test(rows[i])) return quote(rows, i);
  if (ITEM.test(rows[i])) return list(rows, i);
  return isTable(rows, i) ? table(rows, i) : paragraph(rows, i);
}

function blocks(rows) {
  const out = [];
  let i = 0;
  while (i < rows.length) {
    if (!rows[i].trim()) i += 1;
    else {
      const [node, next] = blockAt(rows, i);
      out.push(node);
      i = next;
    }
  }
  return out;
}

/** Markdown text as nodes. */
export function markdown(text) {
  return h("div", { class: "markdown" }, fragment(blocks(String(text ?? "").split(/\r?\n/))));
}
