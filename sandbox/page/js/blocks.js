// Block Kit blocks to nodes. One function per block type, chosen from a table; elements are
// played by elements.js, text by mrkdwn.js.

import { h, image, link, uid } from "./dom.js";
import { element, fileUrl } from "./elements.js";
import { markdown } from "./markdown.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./table.js";

const ctxOf = (block, surface, more = {}) => ({
  surface,
  form: surface.form,
  blockId: block.block_id,
  dispatches: true,
  optional: false,
  ...more,
});

function section(block, surface) {
  const words = block.text ? h("div", { class: "section-text" }, textObject(block.text)) : null;
  const fields = block.fields?.length
    ? h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "field" }, textObject(field))),
      )
    : null;
  const label = block.text ? wordsOf(block.text).slice(0, 80) : "";
  const quiet = ["button", "overflow", "image"].includes(block.accessory?.type);
  const accessory = block.accessory
    ? h(
        "div",
        { class: `accessory accessory-${block.accessory.type}` },
        element(block.accessory, ctxOf(block, surface, quiet ? {} : { label })),
      )
    : null;
  return h(
    "div",
    { class: "section" },
    h("div", { class: "section-main" }, words, fields),
    accessory,
  );
}

function header(block) {
  return h("div", { class: "header", role: "heading", "aria-level": "3" }, textObject(block.text));
}

function context(block, surface) {
  return h(
    "div",
    { class: "context" },
    (block.elements ?? []).map((item) =>
      item.type === "image"
        ? element(item, ctxOf(block, surface))
        : h("span", { class: "context-text" }, textObject(item)),
    ),
  );
}

function actions(block, surface) {
  return h(
    "div",
    { class: "actions" },
    (block.elements ?? []).map((item) => element(item, ctxOf(block, surface))),
  );
}

function imageBlock(block) {
  const url = block.image_url ?? block.slack_file?.url ?? fileUrl(block);
  return h(
    "figure",
    { class: "image-block" },
    block.title ? h("figcaption", null, textObject(block.title)) : null,
    image(url, block.alt_text ?? "", "picture"),
  );
}

/** An input block: label, hint, and the place where its error will stand. */
function input(block, surface) {
  const label = uid("label");
  const hint = block.hint ? uid("hint") : null;
  const spec = block.element ?? {};
  const ctx = ctxOf(block, surface, {
    label: wordsOf(block.label),
    optional: Boolean(block.optional),
    dispatches: Boolean(block.dispatch_action),
    aria: { "aria-labelledby": label, "aria-describedby": hint },
    enter: surface.enter,
    touched: () => surface.touched?.(block.block_id),
  });
  const node = h(
    "div",
    { class: "input" },
    h(
      "div",
      { class: "input-label", id: label },
      textObject(block.label),
      block.optional ? h("span", { class: "optional" }, " (optional)") : null,
    ),
    element(spec, ctx),
    block.hint ? h("div", { class: "hint", id: hint }, textObject(block.hint)) : null,
  );
  const field = node.querySelector(".text-input,.select");
  node.querySelector(".input-label").addEventListener("click", () => field?.focus());
  return node;
}

function alert(block) {
  const level = ["info", "warning", "error", "success"].includes(block.level)
    ? block.level
    : "default";
  return h("div", { class: `alert alert-${level}`, role: "note" }, textObject(block.text));
}

function contextActions(block, surface) {
  const act = (spec, choice) => (event) =>
    surface.act(
      block.block_id,
      spec.action_id,
      { type: spec.type, value: choice.value, text: choice.text },
      event.currentTarget,
    );
  const face = (spec, choice) =>
    h(
      "button",
      {
        type: "button",
        class: "button small",
        onclick: act(spec, choice),
        data: { key: `${block.block_id}/${spec.action_id}/${choice.value}` },
      },
      textObject(choice.text),
    );
  const faces = (spec) =>
    spec.type === "feedback_buttons"
      ? [spec.positive_button, spec.negative_button]
          .filter(Boolean)
          .map((choice) => face(spec, choice))
      : face(spec, spec);
  return h("div", { class: "actions" }, (block.elements ?? []).map(faces));
}

function file(block) {
  return h("div", { class: "unknown" }, `File ${block.external_id ?? ""}`);
}

function video(block) {
  return h(
    "div",
    { class: "section" },
    link(block.title_url ?? block.video_url, textObject(block.title)),
  );
}

const BLOCKS = {
  section,
  header,
  context,
  actions,
  input,
  alert,
  file,
  video,
  table,
  divider: () => h("hr", { class: "divider" }),
  image: imageBlock,
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  data_table: (block) => dataTable(block),
  context_actions: contextActions,
};

function unknown(block) {
  return h(
    "div",
    { class: "unknown" },
    `This block cannot be shown here: ${block?.type ?? "none"}`,
  );
}

/** The blocks as nodes; `surface` has form, act(block, action, state, trigger), suggest(…). */
export function renderBlocks(blocks, surface) {
  return h(
    "div",
    { class: "blocks" },
    (blocks ?? []).map((block) =>
      h(
        "div",
        { class: `block block-${String(block?.type)}`, data: { blockId: block?.block_id ?? "" } },
        (BLOCKS[block?.type] ?? unknown)(block, surface),
      ),
    ),
  );
}
