// Reactions under a message, and the small choice of faces to add one from.

import { post } from "./api.js";
import { h } from "./dom.js";
import { emoji, QUICK } from "./emoji.js";
import { closePopover, openPopover } from "./popover.js";
import { state, userName } from "./state.js";
import { attempt } from "./toast.js";

function isMine(message, name) {
  return (
    message.reactions?.some((it) => it.name === name && it.users?.includes(state.me.id)) ?? false
  );
}

/** Adds the acting person's reaction, or takes it back when it is there. */
function react(message, channel, name) {
  const add = !isMine(message, name);
  return attempt(post("react", { as: state.me.id, channel, ts: message.ts, name, add }));
}

/** The reactions a message has, each a switch for the acting person. */
export function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((reaction) => {
      const names = (reaction.users ?? []).map(userName).join(", ");
      return h(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(isMine(message, reaction.name)),
          title: names,
          "aria-label": `${reaction.name.replaceAll("_", " ")}, ${reaction.count ?? 1}: ${names}`,
          data: { key: `react/${reaction.name}` },
          onclick: () => react(message, channel, reaction.name),
        },
        emoji(reaction.name),
        h("span", null, String(reaction.count ?? reaction.users?.length ?? 1)),
      );
    }),
  );
}

/** Opens the choice of faces at `anchor`. */
export function reactionPicker(anchor, message, channel) {
  const pick = (name) => () => {
    closePopover();
    react(message, channel, name);
  };
  const faces = QUICK.map((name) =>
    h(
      "button",
      { type: "button", class: "face", "aria-label": name, onclick: pick(name) },
      emoji(name),
    ),
  );
  const handle = openPopover(anchor, h("div", { class: "faces" }, faces), {
    label: "Add a reaction",
  });
  if (handle) faces[0].focus();
}
