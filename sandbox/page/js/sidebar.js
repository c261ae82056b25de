// The left side: workspace, who one acts as, channels, direct messages and apps.

import { avatar } from "./avatar.js";
import { h, icon } from "./dom.js";
import { matching, openPicker } from "./picker.js";
import { appsWithHome, channelName, commands, nameOf, people, state } from "./state.js";
import { themeButton } from "./theme.js";

function address(place) {
  return `#${new URLSearchParams({ as: state.me.id, ...place })}`;
}

function row(place, picture, words, { current, unread = 0, badge = false }) {
  return h(
    "li",
    null,
    h(
      "a",
      {
        class: `row${unread ? " unread" : ""}`,
        href: address(place),
        "aria-current": current ? "page" : null,
      },
      picture,
      h("span", { class: "row-words" }, words),
      badge ? h("span", { class: "badge-app" }, "APP") : null,
      unread
        ? h("span", { class: "count", "aria-label": `${unread} unread` }, String(unread))
        : null,
    ),
  );
}

function channelRow(channel) {
  const current = state.place.channel === channel.id;
  // What is open is being read.
  const unread = current ? 0 : channel.unread;
  const name = channelName(channel.id);
  if (!channel.is_im) {
    return row({ channel: channel.id }, icon(channel.is_private ? "lock" : "hash", 16), name, {
      current,
      unread,
    });
  }
  const user = state.users.get(channel.with_user);
  return row(
    { channel: channel.id },
    avatar({ user, name, id: channel.with_user, size: "small", app: user?.is_bot }),
    name,
    { current, unread, badge: user?.is_bot },
  );
}

function group(title, rows) {
  if (!rows.length) return null;
  return h("section", { class: "rows" }, h("h2", null, title), h("ul", null, rows));
}

function personOption(user) {
  return {
    key: user.id,
    words: `${nameOf(user)} ${user.name} ${user.locale ?? ""}`,
    label: () => nameOf(user),
    detail: () => user.locale ?? "",
    picture: avatar({ user, size: "small" }),
  };
}

function switcher(actAs) {
  const node = h(
    "button",
    {
      type: "button",
      class: "act-as",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": `Acting as ${nameOf(state.me)}. Act as somebody else`,
      onclick: () =>
        openPicker(node, {
          label: "people to act as",
          load: async (query) =>
            matching([{ label: "Act as", options: people().map(personOption) }], query),
          isSelected: (option) => option.key === state.me.id,
          onPick: (option) => actAs(option.key),
        }),
    },
    avatar({ user: state.me }),
    h(
      "span",
      { class: "act-as-words" },
      h("span", { class: "act-as-label" }, "Acting as"),
      h("span", { class: "act-as-name" }, nameOf(state.me)),
    ),
    state.me.locale ? h("span", { class: "locale" }, state.me.locale) : null,
    icon("down", 16),
  );
  return node;
}

function sections() {
  const channels = [...state.channels.values()];
  const byName = (a, b) => channelName(a.id).localeCompare(channelName(b.id));
  const bots = new Set([...state.apps.values()].map((app) => app.bot_user_id));
  const apps = appsWithHome().map((app) =>
    row({ home: app.id }, icon("home", 16), `${app.name} Home`, {
      current: state.place.home === app.id,
    }),
  );
  const dms = channels
    .filter((it) => it.is_im)
    .sort((a, b) => Number(bots.has(b.with_user)) - Number(bots.has(a.with_user)) || byName(a, b));
  return [
    group(
      "Channels",
      channels
        .filter((it) => !it.is_im)
        .sort(byName)
        .map(channelRow),
    ),
    group("Direct messages", dms.map(channelRow)),
    group("Apps", apps),
  ];
}

/** Paints the sidebar; `actAs(userId)` switches the acting person. */
export function drawSidebar(actAs) {
  const nav = document.getElementById("sidebar");
  const focused = nav.contains(document.activeElement)
    ? document.activeElement.getAttribute("href")
    : null;
  const openList = nav.querySelector(".act-as[aria-expanded=true]");
  const head = h(
    "div",
    { class: "workspace" },
    h("h1", { class: "workspace-name" }, state.team.name ?? "Local Slack"),
    themeButton(),
  );
  const old = nav.querySelector(".act-as");
  // An open list of people is anchored to its button, so that button must outlive a repaint.
  const who = openList && old ? old : switcher(actAs);
  nav.replaceChildren(head, who, h("div", { class: "sections" }, sections()));
  if (focused) nav.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

/** The small line on top, once per page unless dismissed. */
export function hintWords() {
  return state.hint || (commands().length ? null : "No app is installed in this workspace yet.");
}
