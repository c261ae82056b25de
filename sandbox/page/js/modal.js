// The modal on top of the stack: shows a view, keeps what is typed, sends it, places its errors.

import { get, post } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { focusables, h, iconButton, uid } from "./dom.js";
import { Form } from "./form.js";
import { textObject } from "./mrkdwn.js";
import { closePopover, wrapTab } from "./popover.js";
import { state } from "./state.js";
import { surfaceOf } from "./surface.js";
import { attempt, toast } from "./toast.js";
import { clientErrors } from "./validation.js";

let dialog = null;
let opener = null;
let current = null;
const forms = new Map();

/** Fetches the view on top of the person's stack and shows it; without one, closes the dialog. */
export async function refreshModal() {
  const answer = await attempt(get("view", { as: state.me.id }));
  if (!answer) return;
  if (!answer.view) close();
  else show(answer.view, answer.errors);
}

function close() {
  if (!dialog) return;
  closePopover(false);
  dialog.close();
  dialog.remove();
  dialog = current = null;
  forms.clear();
  if (opener?.isConnected) opener.focus();
  else document.querySelector(".composer-field")?.focus();
}

function onKey(event) {
  if (event.key === "Tab") wrapTab(event, dialog);
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  dismiss();
}

function ensureDialog() {
  if (dialog) return;
  opener = document.activeElement;
  dialog = h("dialog", { class: "dialog modal", onkeydown: onKey });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}

/** Closes the view on top, or with `clear` all views below it too. */
async function dismiss(clear = false) {
  const view = current.view;
  forms.delete(view.id);
  await attempt(post("close", { as: state.me.id, view_id: view.id, clear }));
  await refreshModal();
}
const dismissTop = () => dismiss();
const dismissAll = () => dismiss(Boolean(current.view.previous_view_id));

/** What makes a repaint necessary: not the hash, nor what the person has typed. */
function signatureOf(view) {
  return JSON.stringify([
    view.id,
    view.title,
    view.submit,
    view.close,
    view.blocks,
    view.previous_view_id,
  ]);
}

function show(view, errors) {
  const signature = signatureOf(view);
  // The errors of a view already shown came with the answer to its submission.
  if (current?.signature === signature) return;
  const isNew = current?.view.id !== view.id;
  const key = document.activeElement?.dataset?.key;
  const isTyping = dialog?.contains(document.activeElement);
  ensureDialog();
  closePopover(false);
  if (!forms.has(view.id)) forms.set(view.id, new Form(view.state?.values));
  current = { view, signature, form: forms.get(view.id) };
  draw();
  if (errors && Object.keys(errors).length) {
    placeErrors(errors);
    return;
  }
  const same = !isNew && isTyping && key && dialog.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (same) same.focus();
  else if (isNew || isTyping) focusFirst();
}

function focusFirst() {
  const body = dialog.querySelector(".dialog-body");
  (focusables(body)[0] ?? focusables(dialog).at(-1))?.focus();
}

function draw() {
  const { view, form } = current;
  const title = uid("modal");
  const surface = surfaceOf({ type: "view", view_id: view.id }, view.blocks, form);
  surface.enter = () => view.submit && dialog.querySelector("form").requestSubmit();
  surface.touched = clearError;
  const back = view.previous_view_id ? iconButton("left", "Back", dismissTop) : null;
  dialog.setAttribute("aria-labelledby", title);
  dialog.replaceChildren(
    h(
      "form",
      { onsubmit: submit, novalidate: true },
      h(
        "div",
        { class: "dialog-head" },
        back,
        h("h2", { id: title }, textObject(view.title)),
        iconButton("close", "Close", dismissAll),
      ),
      h(
        "div",
        { class: "dialog-body" },
        h("div", { class: "form-error", role: "alert" }),
        renderBlocks(view.blocks, surface),
      ),
      h(
        "div",
        { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", onclick: dismissTop },
          view.close ? textObject(view.close) : view.submit ? "Cancel" : "Close",
        ),
        view.submit
          ? h("button", { type: "submit", class: "button primary" }, textObject(view.submit))
          : null,
      ),
    ),
  );
}

async function submit(event) {
  event.preventDefault();
  const { view, form } = current;
  const missing = clientErrors(view.blocks, form);
  if (Object.keys(missing).length) {
    placeErrors(missing);
    return;
  }
  const button = dialog.querySelector("[type=submit]");
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  const answer = await send(view, form);
  button.removeAttribute("aria-busy");
  button.disabled = false;
  if (answer?.errors && Object.keys(answer.errors).length) placeErrors(answer.errors);
  else if (answer) await refreshModal();
}

/** Sends the form. A failure without field errors is shown over the form, which stays as it is. */
async function send(view, form) {
  try {
    const values = form.values(view.blocks);
    const answer = await post("submit", { as: state.me.id, view_id: view.id, state: { values } });
    if (answer.ok !== false || answer.errors) return answer;
    formError(answer.error ?? "We had some trouble connecting. Try again?");
  } catch (error) {
    formError(error.message);
  }
  return null;
}

function formError(words) {
  if (dialog) dialog.querySelector(".form-error").replaceChildren(words);
  else toast(words);
}

const blockNode = (blockId) => dialog?.querySelector(`[data-block-id="${CSS.escape(blockId)}"]`);
const fieldOf = (node) => node.querySelector(".text-input,.select,.choices");

function clearError(blockId) {
  const node = blockNode(blockId);
  node?.querySelector(".field-error")?.remove();
  node?.classList.remove("has-error");
  if (node) fieldOf(node)?.removeAttribute("aria-invalid");
}

/** Shows each error under its block and takes the focus to the first. */
function placeErrors(errors) {
  formError("");
  dialog.querySelectorAll(".has-error").forEach((node) => clearError(node.dataset.blockId));
  const unplaced = [];
  for (const [blockId, words] of Object.entries(errors)) {
    const node = blockId && blockNode(blockId);
    if (node) placeError(node, words);
    else unplaced.push(words);
  }
  if (unplaced.length) formError(unplaced.join(" "));
  const first = dialog.querySelector(".has-error");
  first?.scrollIntoView({ block: "nearest" });
  if (first) (focusables(first)[0] ?? first).focus();
}

function placeError(node, words) {
  const id = uid("error");
  node.classList.add("has-error");
  (node.querySelector(".input") ?? node).append(
    h("div", { class: "field-error", id, role: "alert" }, words),
  );
  const field = fieldOf(node);
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
}
