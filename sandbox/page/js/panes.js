// The main pane (a channel, a DM or a Home) and the thread pane beside it.

import { get, post } from "./api.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { Home } from "./home.js";
import { MessageList } from "./list.js";
import { appOfBot, channelName, dmWith, state } from "./state.js";
import { attempt } from "./toast.js";

function tab(words, place, current) {
  const href = `#${new URLSearchParams({ as: state.me.id, ...place })}`;
  return h("a", { class: "tab", href, "aria-current": current ? "page" : null }, words);
}

function appTabs(app) {
  const dm = dmWith(app.bot_user_id);
  return h(
    "div",
    { class: "tabs" },
    app.home_tab ? tab("Home", { home: app.id }, state.place.home === app.id) : null,
    dm ? tab("Messages", { channel: dm.id }, state.place.channel === dm.id) : null,
  );
}

function head(openDrawer, picture, title, tabs = null) {
  return h(
    "header",
    { class: "pane-head" },
    iconButton("menu", "Open the sidebar", openDrawer, { id: "drawer-button" }),
    h("div", { class: "pane-title" }, picture, h("h2", null, title)),
    tabs,
  );
}

function channelHead(channel, openDrawer) {
  const name = channelName(channel.id);
  if (!channel.is_im) return head(openDrawer, icon(channel.is_private ? "lock" : "hash", 18), name);
  const user = state.users.get(channel.with_user);
  const app = appOfBot(channel.with_user);
  const picture = avatar({ user, name, id: channel.with_user, size: "small", app: Boolean(app) });
  return head(openDrawer, picture, name, app ? appTabs(app) : null);
}

function emptyChannel(channel) {
  const name = channelName(channel.id);
  const words = channel.is_im
    ? `This is the beginning of your conversation with ${name}.`
    : `This is the very beginning of the #${name} channel.`;
  return h(
    "div",
    { class: "empty" },
    h("h2", null, channel.is_im ? name : `# ${name}`),
    h("p", null, words),
  );
}

/** A pane of messages: of a channel, or of one thread when `thread` is its parent's ts. */
function messagePane(channel, thread, actions) {
  const name = channelName(channel.id);
  const label = thread ? "Thread" : channel.is_im ? `Messages with ${name}` : `Messages in ${name}`;
  const { openThread } = actions;
  const list = new MessageList({
    channel: channel.id,
    thread,
    openThread,
    label,
    empty: emptyChannel(channel),
  });
  const refresh = async () => {
    const answer = await attempt(
      get("messages", { as: state.me.id, channel: channel.id, thread_ts: thread }),
    );
    if (answer) list.update(answer.messages ?? []);
  };
  const placeholder = thread ? "Reply…" : `Message ${channel.is_im ? "" : "#"}${name}`;
  if (channel.is_member === false)
    return { list, foot: joinBar(channel, actions.readAgain), refresh };
  const composer = new Composer({ channel: channel.id, thread, placeholder }, async () => {
    await refresh();
    list.toEnd();
  });
  return { list, composer, foot: composer.node, refresh };
}

/** In place of the composer, for a public channel one only looks at. */
function joinBar(channel, readAgain) {
  const join = async (event) => {
    event.currentTarget.setAttribute("aria-busy", "true");
    if (await attempt(post("join", { as: state.me.id, channel: channel.id }))) await readAgain();
  };
  return h(
    "div",
    { class: "join-bar" },
    h("span", null, `You are looking at #${channelName(channel.id)}.`),
    h("button", { type: "button", class: "button primary", onclick: join }, "Join channel"),
  );
}

/**
 * What the main pane shows for the current place: {head(), nodes, refresh(), composer?}. `actions`:
 * openDrawer, openThread(ts), closeThread, readAgain.
 */
export function mainPane(actions) {
  const { openDrawer } = actions;
  const { home, channel: id } = state.place;
  if (home) {
    const app = state.apps.get(home);
    const picture = avatar({
      name: app.name,
      id: app.bot_user_id,
      user: state.users.get(app.bot_user_id),
      size: "small",
      app: true,
    });
    const page = new Home(app);
    const top = () => head(openDrawer, picture, app.name, appTabs(app));
    return { head: top, nodes: [top(), page.node], refresh: () => page.refresh() };
  }
  const channel = state.channels.get(id);
  if (!channel) {
    const empty = h(
      "div",
      { class: "empty" },
      h("h2", null, "No conversation"),
      h("p", null, "This person is in no channel yet."),
    );
    const top = () => head(openDrawer, null, "Local Slack");
    return { head: top, nodes: [top(), empty], refresh: async () => {} };
  }
  const pane = messagePane(channel, null, actions);
  const top = () => channelHead(channel, openDrawer);
  return {
    head: top,
    nodes: [top(), pane.list.node, pane.foot],
    refresh: pane.refresh,
    composer: pane.composer,
  };
}

/** The thread pane: {nodes, refresh, composer}. */
export function threadPane(actions) {
  const channel = state.channels.get(state.place.channel);
  const pane = messagePane(channel, state.place.thread, actions);
  const bar = h(
    "header",
    { class: "pane-head" },
    h(
      "div",
      { class: "pane-title" },
      h("h2", null, "Thread"),
      h("span", { class: "muted" }, `${channel.is_im ? "" : "#"}${channelName(channel.id)}`),
    ),
    iconButton("close", "Close the thread", actions.closeThread),
  );
  return {
    nodes: [bar, pane.list.node, pane.foot],
    refresh: pane.refresh,
    composer: pane.composer,
  };
}
