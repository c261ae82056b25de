// Joins blocks to the sandbox: what a message, a modal or a Home does when something on it is used.

import { post } from "./api.js";
import { Form, valueOf } from "./form.js";
import { state } from "./state.js";
import { attempt } from "./toast.js";

/** A surface for blocks of `container` (Slack's container object, with `channel` for messages). */
export function surfaceOf(container, blocks, form = new Form()) {
  const base = () => ({ as: state.me.id, container });
  return {
    form,
    async act(blockId, actionId, value, trigger) {
      trigger?.setAttribute("aria-busy", "true");
      const call = post("action", {
        ...base(),
        block_id: blockId,
        action_id: actionId,
        ...value,
        value: valueOf(value) ?? undefined,
        state: { values: form.values(blocks) },
      });
      // On a message the sandbox itself shows what went wrong; on a view nobody else does.
      await attempt(container.type === "view" ? call : call.then(() => null));
      trigger?.removeAttribute("aria-busy");
    },
    suggest: (blockId, actionId, value) =>
      post("suggest", { ...base(), block_id: blockId, action_id: actionId, value }),
  };
}
