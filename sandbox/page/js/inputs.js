// Elements a person types or ticks: text, number, e-mail, address, check boxes, radio buttons.

import { h, uid } from "./dom.js";
import { textObject, wordsOf } from "./mrkdwn.js";

const KINDS = {
  plain_text_input: { type: "text", mode: "text" },
  email_text_input: { type: "email", mode: "email" },
  url_text_input: { type: "url", mode: "url" },
  number_input: { type: "text", mode: "decimal" },
};

function dispatches(element, when) {
  return (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(
    when,
  );
}

function typed(element, ctx, field) {
  const state = () => ({ type: element.type, value: field.value === "" ? null : field.value });
  field.addEventListener("input", () => {
    const silent = !dispatches(element, "on_character_entered");
    ctx.change(element, state(), { silent });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    event.preventDefault();
    if (dispatches(element, "on_enter_pressed")) ctx.change(element, state());
    if (!ctx.dispatches) ctx.enter?.();
  });
}

export function textInput(element, ctx) {
  const kind = KINDS[element.type];
  const known = ctx.form.get(ctx.blockId, element.action_id);
  const value = (known ? known.value : element.initial_value) ?? "";
  ctx.form.set(ctx.blockId, element.action_id, {
    type: element.type,
    value: value === "" ? null : value,
  });
  const field = h(element.multiline ? "textarea" : "input", {
    class: "text-input",
    type: element.multiline ? null : kind.type,
    inputmode: kind.mode,
    value,
    rows: element.multiline ? 4 : null,
    autocomplete: "off",
    maxlength: element.max_length,
    placeholder: element.placeholder ? wordsOf(element.placeholder) : null,
    "aria-required": ctx.optional ? null : "true",
    data: { key: `${ctx.blockId}/${element.action_id}` },
    ...ctx.aria,
  });
  typed(element, ctx, field);
  return field;
}

/** A rich text input, kept to one paragraph of plain words, which is what a form here needs. */
export function richTextInput(element, ctx) {
  const wrap = (text) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  });
  const known =
    ctx.form.get(ctx.blockId, element.action_id)?.rich_text_value ?? element.initial_value;
  const words = known?.elements?.[0]?.elements?.map((leaf) => leaf.text ?? "").join("") ?? "";
  const state = (text) => ({ type: element.type, rich_text_value: text ? wrap(text) : null });
  ctx.form.set(ctx.blockId, element.action_id, state(words));
  return h("textarea", {
    class: "text-input",
    rows: 4,
    value: words,
    data: { key: `${ctx.blockId}/${element.action_id}` },
    ...ctx.aria,
    oninput: (event) => ctx.change(element, state(event.target.value), { silent: true }),
  });
}

function choice(element, ctx, option, name, checked, onchange) {
  const type = element.type === "checkboxes" ? "checkbox" : "radio";
  const box = h("input", {
    type,
    name,
    value: option.value,
    onchange,
    data: { key: `${ctx.blockId}/${element.action_id}/${option.value}` },
  });
  box.checked = checked;
  return h(
    "label",
    { class: "choice" },
    box,
    h(
      "span",
      null,
      h("span", { class: "choice-label" }, textObject(option.text)),
      option.description
        ? h("span", { class: "choice-detail" }, textObject(option.description))
        : null,
    ),
  );
}

/** Check boxes and radio buttons: Slack's state holds the whole option, not only its value. */
export function choices(element, ctx) {
  const many = element.type === "checkboxes";
  const field = many ? "selected_options" : "selected_option";
  const known = ctx.form.get(ctx.blockId, element.action_id);
  const start = known ? known[field] : many ? element.initial_options : element.initial_option;
  let picked = [start ?? []].flat();
  const state = () => ({ type: element.type, [field]: many ? picked : (picked[0] ?? null) });
  ctx.form.set(ctx.blockId, element.action_id, state());
  const name = uid("choice");
  const toggle = (option) => (event) => {
    const others = many ? picked.filter((it) => it.value !== option.value) : [];
    const chosen = event.target.checked ? [...others, option] : others;
    picked = element.options.filter((it) => chosen.some((one) => one.value === it.value));
    ctx.change(element, state());
  };
  return h(
    "div",
    { class: "choices", role: many ? "group" : "radiogroup", ...ctx.aria },
    element.options.map((option) =>
      choice(
        element,
        ctx,
        option,
        name,
        picked.some((it) => it.value === option.value),
        toggle(option),
      ),
    ),
  );
}
