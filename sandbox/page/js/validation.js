// What Slack's client checks before it sends a form: required fields and the shape of typed values.

import { isEmpty } from "./form.js";

const REQUIRED = "Please complete this required field.";

function numberError(element, text) {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text)) {
    return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  }
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) {
    return `Please enter ${element.min_value} or more.`;
  }
  if (element.max_value !== undefined && Number(text) > Number(element.max_value)) {
    return `Please enter ${element.max_value} or less.`;
  }
  return null;
}

function lengthError(element, text) {
  if (text.length < (element.min_length ?? 0))
    return `Please enter at least ${element.min_length} characters.`;
  return null;
}

const CHECKS = {
  number_input: numberError,
  plain_text_input: lengthError,
  email_text_input: (element, text) =>
    /^\S+@\S+\.\S+$/.test(text) ? null : "Please enter an e-mail address.",
  url_text_input: (element, text) =>
    /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text) ? null : "Please enter a web address.",
};

/** {block_id: words} for the input blocks of a view that cannot be sent as they are filled in. */
export function clientErrors(blocks, form) {
  const errors = {};
  for (const block of (blocks ?? []).filter((it) => it.type === "input")) {
    const state = form.get(block.block_id, block.element.action_id);
    const empty = isEmpty(state);
    const words = empty
      ? block.optional
        ? null
        : REQUIRED
      : CHECKS[block.element.type]?.(block.element, state.value);
    if (words) errors[block.block_id] = words;
  }
  return errors;
}
