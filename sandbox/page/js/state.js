// What the page knows about the workspace and where it stands in it. Shared by every module;
// knows nothing of nodes and sends nothing.

export const state = {
  me: null,
  team: {},
  users: new Map(),
  channels: new Map(),
  apps: new Map(),
  hint: "",
  place: { channel: null, home: null, thread: null },
};

/** Takes a bootstrap answer as the new truth. */
export function takeBootstrap(body) {
  state.team = body.team ?? {};
  state.users = new Map((body.users ?? []).map((user) => [user.id, user]));
  state.channels = new Map((body.channels ?? []).map((channel) => [channel.id, channel]));
  state.apps = new Map((body.apps ?? []).map((app) => [app.id, app]));
  state.hint = body.hint ?? "";
  const me = typeof body.me === "string" ? body.me : body.me?.id;
  state.me = state.users.get(me) ?? (typeof body.me === "object" ? body.me : null);
}

export const nameOf = (user) => user?.real_name || user?.name || "";
export const userName = (id) => nameOf(state.users.get(id)) || id;
export const people = () =>
  [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);
export const appOfBot = (id) => [...state.apps.values()].find((app) => app.bot_user_id === id);
export const appsWithHome = () => [...state.apps.values()].filter((app) => app.home_tab);
export const locale = () => state.me?.locale || "en-GB";

/** What a person calls a conversation: the other one's name for a DM, else the channel's. */
export function channelName(id) {
  const channel = state.channels.get(id);
  if (!channel) return id;
  return channel.is_im ? userName(channel.with_user) : channel.name;
}

/** The DM between the acting person and an app's bot, if it is open. */
export function dmWith(botUserId) {
  return [...state.channels.values()].find((it) => it.is_im && it.with_user === botUserId);
}

/** Every command a person can type here, in the order of the alphabet. */
export function commands() {
  const all = [...state.apps.values()].flatMap((app) =>
    (app.commands ?? []).map((command) => ({ ...command, app: app.name })),
  );
  return all.sort((a, b) => a.command.localeCompare(b.command));
}

const KEYS = ["as", "channel", "home", "thread", "theme"];

/** Where the address says to be; the fragment wins over the query, which only opens the page. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  const hash = new URLSearchParams(location.hash.slice(1));
  const found = hash.has("as") || hash.has("channel") || hash.has("home") ? hash : query;
  const wanted = Object.fromEntries(KEYS.map((key) => [key, found.get(key)]));
  wanted.theme ??= query.get("theme") ?? hash.get("theme");
  return wanted;
}

/** Writes the place into the fragment, so that reload, bookmark and Back work. */
export function writeAddress(replace = false) {
  const hash = new URLSearchParams();
  if (state.me) hash.set("as", state.me.id);
  for (const key of ["channel", "home", "thread"]) {
    if (state.place[key]) hash.set(key, state.place[key]);
  }
  const address = `#${hash}`;
  if (address === location.hash) return;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}
