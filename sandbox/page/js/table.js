// The table and data_table blocks. Cells are text, numbers or rich text; wide tables scroll inside
// themselves, so that the page never does.

import { h, uid } from "./dom.js";
import { richText } from "./richtext.js";

function cellContent(cell) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richText(cell);
  return cell.text ?? String(cell.value ?? "");
}

const ALIGNS = new Set(["left", "center", "right"]);

function alignOf(settings, rows, column) {
  const asked = settings?.[column]?.align;
  if (ALIGNS.has(asked)) return asked;
  const numeric =
    rows.length > 1 && rows.slice(1).every((row) => row[column]?.type === "raw_number");
  return numeric ? "right" : "left";
}

function rowNode(row, { aligns, settings, header, rowHeader }) {
  return h(
    "tr",
    null,
    row.map((cell, column) => {
      const heads = header || column === rowHeader;
      const wrapped = settings?.[column]?.is_wrapped ? " wrapped" : "";
      return h(
        heads ? "th" : "td",
        {
          class: `align-${aligns[column]}${wrapped}`,
          scope: header ? "col" : heads ? "row" : null,
        },
        cellContent(cell),
      );
    }),
  );
}

function frame(label, node) {
  return h(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": label },
    node,
  );
}

/** A table block: its first row is the header. */
export function table(block) {
  const rows = block.rows ?? [];
  const settings = block.column_settings;
  const aligns = (rows[0] ?? []).map((_, column) => alignOf(settings, rows, column));
  const [first, ...rest] = rows;
  return frame(
    "Table",
    h(
      "table",
      { class: "table" },
      h("thead", null, rowNode(first ?? [], { aligns, settings, header: true })),
      h(
        "tbody",
        null,
        rest.map((row) => rowNode(row, { aligns, settings })),
      ),
    ),
  );
}

const DEFAULT_PAGE = 5;

function pager(view) {
  const count = Math.ceil(view.rest.length / view.size);
  if (count <= 1) return null;
  const turn = (step) => () => {
    view.page += step;
    view.draw();
  };
  const step = (words, by, possible) => {
    const node = h("button", { type: "button", class: "button small", onclick: turn(by) }, words);
    node.disabled = !possible;
    return node;
  };
  return [
    step("Previous", -1, view.page > 0),
    h("span", { class: "pager-words", "aria-live": "polite" }, `Page ${view.page + 1} of ${count}`),
    step("Next", 1, view.page < count - 1),
  ];
}

/** A data_table block: captioned, with a row header column, a page at a time. */
export function dataTable(block) {
  const [first, ...rest] = block.rows ?? [[]];
  const settings = block.column_settings;
  const view = { rest, size: block.page_size ?? DEFAULT_PAGE, page: 0 };
  const shape = {
    aligns: first.map((_, column) => alignOf(settings, block.rows, column)),
    settings,
    rowHeader: block.row_header_column_index ?? 0,
  };
  const caption = uid("caption");
  const body = h("tbody");
  const foot = h("div", { class: "pager" });
  view.draw = () => {
    const from = view.page * view.size;
    body.replaceChildren(...rest.slice(from, from + view.size).map((row) => rowNode(row, shape)));
    const controls = pager(view);
    foot.replaceChildren(...(controls ?? []));
    foot.hidden = !controls;
  };
  view.draw();
  const node = h(
    "table",
    { class: "table", "aria-labelledby": caption },
    h("thead", null, rowNode(first, { ...shape, header: true })),
    body,
  );
  return h(
    "div",
    { class: "data-table" },
    h("div", { class: "table-caption", id: caption }, block.caption?.text ?? block.caption ?? ""),
    frame("Data table", node),
    foot,
  );
}
