// Short notices at the edge of the page, for what goes wrong outside any message.

import { h, iconButton } from "./dom.js";

const SHOWN_MS = 9000;

/** Shows `words` until dismissed or for some seconds. */
export function toast(words) {
  const node = h(
    "div",
    { class: "toast" },
    h("span", null, words),
    iconButton("close", "Dismiss", () => node.remove()),
  );
  const host =
    [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.getElementById("toasts");
  host.append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Runs a call and shows its failure; gives its answer, or null when it failed. */
export async function attempt(promise) {
  try {
    const answer = await promise;
    if (answer?.ok !== false) return answer;
    toast(answer.error ? `Not done: ${answer.error}` : "Not done.");
  } catch (error) {
    toast(error.message);
  }
  return null;
}
