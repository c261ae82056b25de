// Slack's select menus, single and multiple, over fixed, external, people and channel options.

import { h, icon } from "./dom.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { matching, openPicker } from "./picker.js";
import { avatar } from "./avatar.js";
import { nameTrigger } from "./trigger.js";
import { channelName, nameOf, people, state, userName } from "./state.js";

function fromOption(option) {
  return {
    key: option.value,
    raw: option,
    words: wordsOf(option.text),
    label: () => textObject(option.text),
    detail: option.description ? () => textObject(option.description) : null,
  };
}

function fromUser(user) {
  const words = `${nameOf(user)} ${user.name}`;
  return {
    key: user.id,
    raw: user.id,
    words,
    label: () => nameOf(user),
    picture: avatar({ user, size: "small" }),
  };
}

function fromChannel(channel) {
  const name = channelName(channel.id);
  return {
    key: channel.id,
    raw: channel.id,
    words: name,
    label: () => (channel.is_im ? name : `# ${name}`),
  };
}

const KINDS = ["public", "private", "im"];

function conversations(element) {
  const kinds = element.filter?.include ?? KINDS;
  const kindOf = (channel) => (channel.is_im ? "im" : channel.is_private ? "private" : "public");
  return [...state.channels.values()]
    .filter((channel) => kinds.includes(kindOf(channel)))
    .map(fromChannel);
}

const publicChannels = () =>
  [...state.channels.values()]
    .filter((channel) => !channel.is_im && !channel.is_private)
    .map(fromChannel);

/** Slack's options or option groups as picker groups. */
function groupsOf(source) {
  if (source.option_groups) {
    return source.option_groups.map((group) => ({
      label: wordsOf(group.label),
      options: group.options.map(fromOption),
    }));
  }
  return [{ options: (source.options ?? []).map(fromOption) }];
}

const listed = (options) => [{ options }];
const SOURCES = {
  static: {
    field: "option",
    groups: (element) => groupsOf(element),
    shows: (raw) => textObject(raw.text),
  },
  external: { field: "option", shows: (raw) => textObject(raw.text) },
  users: {
    field: "user",
    groups: () => listed(people().map(fromUser)),
    shows: (raw) => userName(raw),
  },
  channels: {
    field: "channel",
    groups: () => listed(publicChannels()),
    shows: (raw) => `# ${channelName(raw)}`,
  },
  conversations: {
    field: "conversation",
    groups: (element) => listed(conversations(element)),
    shows: (raw) => channelName(raw),
  },
};

const keyOf = (raw) => (typeof raw === "object" ? raw.value : raw);

function loader(kind, element, ctx) {
  if (kind !== "external") return async (query) => matching(SOURCES[kind].groups(element), query);
  return async (query) => {
    if (query.length < (element.min_query_length ?? 3)) {
      throw new Error(`Type at least ${element.min_query_length ?? 3} characters.`);
    }
    return groupsOf(await ctx.suggest(ctx.blockId, element.action_id, query));
  };
}

function initial(element, field, multi) {
  if (element.default_to_current_conversation && state.place.channel) return [state.place.channel];
  if (!multi) return [element[`initial_${field}`]].filter(Boolean);
  return [...(element[`initial_${field}s`] ?? [])];
}

/** The element's state in Slack's shape, for the picked raw values. */
function stateOf(element, field, multi, chosen) {
  return {
    type: element.type,
    ...(multi
      ? { [`selected_${field}s`]: [...chosen] }
      : { [`selected_${field}`]: chosen[0] ?? null }),
  };
}

function chips(menu) {
  return menu.chosen.map((raw) => h("span", { class: "chip" }, menu.source.shows(raw)));
}

function draw(menu) {
  const words = menu.element.placeholder ? textObject(menu.element.placeholder) : "Select an item";
  const empty = h("span", { class: "select-placeholder" }, words);
  const content = menu.multi ? chips(menu) : menu.chosen.map(menu.source.shows);
  menu.face.replaceChildren(...(menu.chosen.length ? content : [empty]));
  nameTrigger(menu.trigger, menu.ctx, menu.chosen.length ? menu.face.textContent : null);
}

function toggle(menu, raw) {
  const without = menu.chosen.filter((it) => keyOf(it) !== keyOf(raw));
  if (!menu.multi) menu.chosen = [raw];
  else if (without.length < menu.chosen.length) menu.chosen = without;
  else if (without.length < (menu.element.max_selected_items ?? Infinity)) menu.chosen.push(raw);
  draw(menu);
  menu.changed = true;
  // A multiple choice is told to the app once, when its list closes, as Slack does.
  tell(menu, { silent: menu.multi });
}

function tell(menu, options) {
  menu.ctx.change(
    menu.element,
    stateOf(menu.element, menu.source.field, menu.multi, menu.chosen),
    options,
  );
}

function clearButton(menu) {
  return h(
    "button",
    {
      type: "button",
      class: "select-clear",
      "aria-label": "Clear the selection",
      onclick: () => {
        menu.chosen = [];
        draw(menu);
        tell(menu);
        menu.trigger.focus();
      },
    },
    icon("close", 14),
  );
}

function open(menu) {
  menu.changed = false;
  openPicker(menu.trigger, {
    label: menu.ctx.label || wordsOf(menu.element.placeholder) || "options",
    load: loader(menu.kind, menu.element, menu.ctx),
    isSelected: (option) => menu.chosen.some((raw) => keyOf(raw) === option.key),
    onPick: (option) => toggle(menu, option.raw),
    onClose: () => menu.multi && menu.changed && tell(menu),
    multi: menu.multi,
    remote: menu.kind === "external",
  });
}

/** A select element of any type; reports through `ctx.change(element, state)`. */
export function select(element, ctx) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const source = SOURCES[kind];
  const known = ctx.form.get(ctx.blockId, element.action_id);
  const kept = known?.[`selected_${source.field}${multi ? "s" : ""}`];
  const menu = { element, ctx, multi, kind, source, face: h("span", { class: "select-face" }) };
  menu.chosen = known ? [kept ?? []].flat() : initial(element, source.field, multi);
  ctx.form.set(ctx.blockId, element.action_id, stateOf(element, source.field, multi, menu.chosen));
  menu.trigger = h(
    "button",
    {
      type: "button",
      class: "select",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      ...ctx.aria,
      data: { key: `${ctx.blockId}/${element.action_id}` },
      onclick: () => open(menu),
    },
    menu.face,
    icon("down", 16),
  );
  draw(menu);
  if (!ctx.optional) return menu.trigger;
  return h("span", { class: "select-row" }, menu.trigger, clearButton(menu));
}
