// What a person has filled in on one surface, in the shape of Slack's `state.values`.

export class Form {
  #values = new Map();

  /** The state of one element, or undefined when it has none yet. */
  get(blockId, actionId) {
    return this.#values.get(blockId)?.get(actionId);
  }

  set(blockId, actionId, state) {
    if (!this.#values.has(blockId)) this.#values.set(blockId, new Map());
    this.#values.get(blockId).set(actionId, state);
  }

  /** Slack's `{block_id: {action_id: state}}` for the blocks still shown. */
  values(blocks) {
    const shown = new Set((blocks ?? []).map((block) => block.block_id));
    const kept = [...this.#values].filter(([blockId]) => shown.has(blockId));
    return Object.fromEntries(kept.map(([blockId, actions]) => [blockId, Object.fromEntries(actions)]));
  }
}

/** The one value inside an element's state, whatever the element's type: string, list, or null. */
export function valueOf(state) {
  if (state.selected_option) return state.selected_option.value;
  if (state.selected_options) return state.selected_options.map((option) => option.value);
  const keys = ["value", "selected_date", "selected_time", "selected_date_time", "selected_user", "selected_users",
    "selected_conversation", "selected_conversations", "selected_channel", "selected_channels", "rich_text_value"];
  const key = keys.find((name) => state[name] !== undefined && state[name] !== null);
  return key ? state[key] : null;
}

/** Whether an element's state counts as left empty. */
export function isEmpty(state) {
  if (!state) return true;
  const value = valueOf(state);
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
