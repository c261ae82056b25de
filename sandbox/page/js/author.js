// Who a message is from: a person, an app, or Slackbot.

import { avatar } from "./avatar.js";
import { nameOf, state } from "./state.js";

const SLACKBOT = "USLACKBOT";

function slackbot() {
  return {
    key: SLACKBOT,
    name: "Slackbot",
    isApp: false,
    picture: (size) => avatar({ name: "S", id: SLACKBOT, size }),
  };
}

/** {key, name, isApp, picture(size)} of a message's author. */
export function authorOf(message) {
  const user = state.users.get(message.user);
  // Slackbot speaks for the sandbox, also where an app's own answer was refused.
  if (message.user === SLACKBOT) return slackbot();
  const isApp = Boolean(message.bot_id || message.app_id || user?.is_bot);
  const name =
    message.username || nameOf(user) || message.bot_profile?.name || message.user || "Unknown";
  const id = message.user ?? message.bot_id ?? name;
  return {
    key: `${id}/${name}`,
    name,
    isApp,
    picture: (size) => avatar({ user: message.username ? null : user, name, id, size, app: isApp }),
  };
}
