// Who a message is from: a person, an app, or Slackbot.

import { avatar } from "./avatar.js";
import { nameOf, state } from "./state.js";

const SLACKBOT = "USLACKBOT";

/** {key, name, isApp, picture(size)} of a message's author. */
export function authorOf(message) {
  const user = state.users.get(message.user);
  const isApp = Boolean(message.bot_id || message.app_id || user?.is_bot) && message.user !== SLACKBOT;
  const name = message.username || nameOf(user) || message.bot_profile?.name
    || (message.user === SLACKBOT ? "Slackbot" : message.user || "Unknown");
  const id = message.user ?? message.bot_id ?? name;
  return {
    key: `${id}/${name}`, name, isApp,
    picture: (size) => avatar({ user: message.username ? null : user, name, id, size, app: isApp }),
  };
}
