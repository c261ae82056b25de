// Light or dark: the address, then the person's last choice, then the system decides.

import { iconButton, icon } from "./dom.js";

const KEY = "local-slack-theme";
const root = document.documentElement;

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be closed to this page; the choice then lasts until reload.
  }
}

const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const isDark = () => (root.dataset.theme ?? (systemIsDark() ? "dark" : "light")) === "dark";

/** Applies a theme named in the address, or the kept one; anything else follows the system. */
export function applyTheme(asked) {
  const theme = asked ?? kept();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
}

export function themeButton() {
  const face = () => icon(isDark() ? "sun" : "moon");
  const words = () => `Switch to ${isDark() ? "light" : "dark"} mode`;
  const node = iconButton(isDark() ? "sun" : "moon", words(), () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep(root.dataset.theme);
    node.replaceChildren(face());
    node.setAttribute("aria-label", words());
    node.title = words();
  });
  return node;
}
