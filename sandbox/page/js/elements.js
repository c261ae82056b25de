// Interactive block elements: one table from Slack's type to the node that plays it.

import { h, icon, image, safeUrl } from "./dom.js";
import { confirmed } from "./confirm.js";
import { choices, richTextInput, textInput } from "./inputs.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { datepicker, datetimepicker, timepicker } from "./pickers.js";
import { closePopover, openPopover } from "./popover.js";
import { select } from "./select.js";

function button(element, ctx) {
  const style = ["primary", "danger"].includes(element.style) ? element.style : "";
  const href = element.url ? safeUrl(element.url) : null;
  const act = (event) => {
    // Without the app's answer the address must still open, as it does in Slack.
    if (href) window.open(href, "_blank", "noopener");
    ctx.act(
      element,
      { type: "button", value: element.value, text: element.text },
      event.currentTarget,
    );
  };
  return h(
    "button",
    {
      type: "button",
      class: `button ${style}`,
      "aria-label": element.accessibility_label,
      onclick: act,
      role: href ? "link" : null,
      data: { key: `${ctx.blockId}/${element.action_id}` },
    },
    textObject(element.text),
  );
}

function overflowItem(option, ctx, element, anchor) {
  const pick = () => {
    closePopover();
    if (option.url && safeUrl(option.url)) window.open(safeUrl(option.url), "_blank", "noopener");
    ctx.act(element, { type: "overflow", selected_option: option }, anchor);
  };
  return h(
    "button",
    { type: "button", class: "menu-item", role: "menuitem", onclick: pick },
    textObject(option.text),
    option.description
      ? h("span", { class: "option-detail" }, textObject(option.description))
      : null,
  );
}

function arrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

function overflow(element, ctx) {
  const node = h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { key: `${ctx.blockId}/${element.action_id}` },
      onclick: () => {
        const items = element.options.map((option) => overflowItem(option, ctx, element, node));
        const menu = h("div", { class: "menu", onkeydown: arrows }, items);
        if (openPopover(node, menu, { role: "menu", label: "More actions" })) items[0].focus();
      },
    },
    icon("dots"),
  );
  return node;
}

function picture(element) {
  return image(
    element.image_url ?? element.slack_file?.url ?? fileUrl(element),
    element.alt_text ?? "",
    "thumb",
  );
}

/** Where an image block's or element's file lies when it names one by id. */
export function fileUrl(element) {
  return element.slack_file?.id ? `/files/${encodeURIComponent(element.slack_file.id)}` : "";
}

function unknown(element) {
  return h("span", { class: "unknown" }, `This element cannot be shown here: ${element.type}`);
}

const ELEMENTS = {
  button,
  overflow,
  image: picture,
  datepicker,
  timepicker,
  datetimepicker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: richTextInput,
  checkboxes: choices,
  radio_buttons: choices,
  static_select: select,
  external_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_conversations_select: select,
  multi_channels_select: select,
};

/** The control's own way out: keeps the form's state, asks "are you sure", then tells the app. */
function controlled(ctx) {
  const send = (element, state, trigger) =>
    ctx.surface.act(ctx.blockId, element.action_id, state, trigger);
  const ask = async (element, state, trigger) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await send(element, state, trigger);
  };
  return {
    ...ctx,
    act: ask,
    change(element, state, { silent = false } = {}) {
      ctx.form.set(ctx.blockId, element.action_id, state);
      ctx.touched?.();
      if (ctx.dispatches && !silent) ask(element, state, null);
    },
  };
}

/**
 * The node of one element. `ctx`: surface (act, suggest), form, blockId, label, aria, optional,
 * dispatches (whether a change is sent to the app at once).
 */
export function element(spec, ctx) {
  const render = ELEMENTS[spec?.type];
  if (!render) return unknown(spec ?? { type: "none" });
  const label = ctx.label || (spec.placeholder ? wordsOf(spec.placeholder) : "");
  ctx.form.keepIfOf(spec.type, ctx.blockId, spec.action_id);
  const full = controlled({
    aria: label ? { "aria-label": label } : {},
    ...ctx,
    label,
    suggest: ctx.surface.suggest,
  });
  return render(spec, full);
}
