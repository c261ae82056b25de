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

/** The switch between the two; it always offers the other one. */
export function themeButton() {
  const node = iconButton(
    "moon",
    "",
    () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      face(node);
    },
    { id: "theme-button" },
  );
  face(node);
  return node;
}

function face(node) {
  const words = `Switch to ${isDark() ? "light" : "dark"} mode`;
  node.replaceChildren(icon(isDark() ? "sun" : "moon"));
  node.setAttribute("aria-label", words);
  node.title = words;
}

/** Keeps the switch right when the system changes between day and night. */
export function watchSystemTheme() {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    const node = document.getElementById("theme-button");
    if (node) face(node);
  });
}
