// A coloured square with initials for people, apps and Slackbot.

import { h } from "./dom.js";
import { nameOf } from "./state.js";

const COLOURS = [
  "#7a4b94",
  "#2f6f8f",
  "#3f7d58",
  "#a5533b",
  "#8a5a12",
  "#5b5ea6",
  "#9b3d63",
  "#3d6b6b",
];

function hash(text) {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
  return sum;
}

/** Up to two letters for a name: of its first and last word. */
function initials(name) {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    ends
      .map((word) => [...word][0])
      .join("")
      .toUpperCase() || "?"
  );
}

/** Dark letters on a light square, so that they can be read on any colour a seed brings. */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 160 ? "#1d1c1d" : "#fff";
}

/** `user` is a bootstrap user; `name` and `id` serve for authors that are none. */
export function avatar({ user = null, name = "", id = "", size = "", app = false }) {
  const words = nameOf(user) || name;
  const colour = user?.avatar_color || COLOURS[hash(user?.id || id || words) % COLOURS.length];
  const safe = /^#?[0-9a-f]{6}$/i.test(colour) ? colour.replace(/^#?/, "#") : COLOURS[0];
  return h(
    "span",
    {
      class: `avatar ${size} ${app ? "avatar-app" : ""}`,
      style: { background: safe, color: inkOn(safe) },
      "aria-hidden": "true",
    },
    initials(words),
  );
}
