// What a person has filled in on one surface, in the shape of Slack's `state.values`.

export class Form {
  #values = new Map();

  /** `values`: what is known already, in the same shape. */
  constructor(values = {}) {
    for (const [blockId, actions] of Object.entries(values)) {
      for (const [actionId, state] of Object.entries(actions)) this.set(blockId, actionId, state);
    }
  }

  /** The state of one element, or undefined when it has none yet. */
  get(blockId, actionId) {
    return this.#values.get(blockId)?.get(actionId);
  }

  set(blockId, actionId, state) {
    if (!this.#values.has(blockId)) this.#values.set(blockId, new Map());
    this.#values.get(blockId).set(actionId, state);
  }

  /** Forgets an element's state when another kind of element has taken its ids. */
  keepIfOf(type, blockId, actionId) {
    if (this.get(blockId, actionId)?.type !== type) this.#values.get(blockId)?.delete(actionId);
  }

  /** Slack's `{block_id: {action_id: state}}` for the elements still shown. */
  values(blocks) {
    const out = {};
    for (const [blockId, actionId] of idsIn(blocks)) {
      const state = this.get(blockId, actionId);
      if (state) (out[blockId] ??= {})[actionId] = state;
    }
    return out;
  }
}

/** [block_id, action_id] of every element in some blocks. */
function idsIn(blocks) {
  return (blocks ?? []).flatMap((block) =>
    [block.element, block.accessory, ...(block.elements ?? [])]
      .filter((element) => element?.action_id)
      .map((element) => [block.block_id, element.action_id]),
  );
}

/** The one value inside an element's state, whatever the element's type: string, list, or null. */
export function valueOf(state) {
  if (state.selected_option) return state.selected_option.value;
  if (state.selected_options) return state.selected_options.map((option) => option.value);
  const keys = [
    "value",
    "selected_date",
    "selected_time",
    "selected_date_time",
    "selected_user",
    "selected_users",
    "selected_conversation",
    "selected_conversations",
    "selected_channel",
    "selected_channels",
    "rich_text_value",
  ];
  const key = keys.find((name) => state[name] !== undefined && state[name] !== null);
  return key ? state[key] : null;
}

/** Whether an element's state counts as left empty. */
export function isEmpty(state) {
  if (!state) return true;
  const value = valueOf(state);
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
