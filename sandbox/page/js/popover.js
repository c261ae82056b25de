// One floating panel at a time, anchored to a control: menus, calendars, option lists.
// Decides where it sits and when it closes; knows nothing of what is in it.

import { focusables, h } from "./dom.js";

const GAP = 6;
let current = null;

function place(panel, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = window.innerHeight - at.bottom;
  const top = below >= height + GAP || below > at.top ? at.bottom + GAP : at.top - height - GAP;
  const left = Math.min(at.left, window.innerWidth - width - GAP);
  panel.style.setProperty("left", `${Math.max(GAP, left)}px`);
  panel.style.setProperty(
    "top",
    `${Math.max(GAP, Math.min(top, window.innerHeight - height - GAP))}px`,
  );
}

/** Closes the open panel, if any, and gives the focus back to its anchor. */
export function closePopover(refocus = true) {
  if (!current) return;
  const { panel, anchor, stop, onClose } = current;
  current = null;
  stop();
  const inside = panel.contains(document.activeElement);
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && inside) anchor.focus();
  onClose?.();
}

/** Closes the open panel when a repaint has taken its anchor away. */
export function closeOrphan() {
  if (current && !current.anchor.isConnected) closePopover(false);
}

function onKey(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closePopover();
  } else if (event.key === "Tab") {
    wrapTab(event, current.panel);
  }
}

/** Keeps Tab inside `root`: from the last control on to the first, and back. */
export function wrapTab(event, root) {
  const all = focusables(root);
  if (!all.length) return;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0]).focus();
}

/**
 * Opens `content` beside `anchor`; a second call on the same anchor closes it. Returns a handle
 * with `close()` and `place()` (after the content has changed size), or null when it was closed.
 */
export function openPopover(
  anchor,
  content,
  { label, role = "dialog", onClose, className = "" } = {},
) {
  const again = current?.anchor === anchor;
  closePopover();
  if (again) return null;
  const panel = h(
    "div",
    { class: `popover ${className}`, role, "aria-label": label, onkeydown: onKey },
    content,
  );
  // A panel outside an open modal dialog would be inert, so it lives where its anchor lives.
  (anchor.closest("dialog") ?? document.body).append(panel);
  const replace = () => current && place(panel, anchor);
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) closePopover(false);
  };
  const scrolled = (event) => {
    if (!panel.contains(event.target)) replace();
  };
  const listeners = [
    ["pointerdown", outside],
    ["scroll", scrolled],
    ["resize", replace],
  ];
  for (const [name, listener] of listeners) window.addEventListener(name, listener, true);
  const stop = () => {
    for (const [name, listener] of listeners) window.removeEventListener(name, listener, true);
  };
  current = { panel, anchor, stop, onClose };
  anchor.setAttribute("aria-expanded", "true");
  place(panel, anchor);
  return { close: closePopover, place: replace, panel };
}
