// Starts the page and keeps it true: reads the address, shows that place, follows changes.

import { ApiError, follow, get } from "./api.js";
import { closeDrawer, openDrawer, setUpDrawer } from "./drawer.js";
import { h, iconButton } from "./dom.js";
import { refreshModal } from "./modal.js";
import { mainPane, threadPane } from "./panes.js";
import { drawSidebar, hintWords } from "./sidebar.js";
import { people, readAddress, state, takeBootstrap, writeAddress } from "./state.js";
import { applyTheme, watchSystemTheme } from "./theme.js";
import { closePopover } from "./popover.js";
import { attempt, toast } from "./toast.js";

const main = document.getElementById("main");
const aside = document.getElementById("thread");
let panes = { main: null, thread: null };
let stopFollowing = () => {};
let isHintDismissed = false;

/** Reads the workspace as `person`, or as whom the sandbox proposes when it does not know them. */
async function bootstrap(person) {
  takeBootstrap(
    await get("bootstrap", { as: person }).catch((error) => {
      if (!person || error.code !== "user_not_found") throw error;
      toast(`Nobody here has the id ${person}.`);
      return get("bootstrap");
    }),
  );
  if (!state.me && people().length) takeBootstrap(await get("bootstrap", { as: people()[0].id }));
}

/** The wanted place if it exists for this person, else the first channel they are in. */
function placeFor(wanted) {
  const home = state.apps.get(wanted.home)?.home_tab ? wanted.home : null;
  const known = state.channels.has(wanted.channel) ? wanted.channel : null;
  const all = [...state.channels.values()];
  const first = all.find((channel) => !channel.is_im && channel.is_member !== false) ?? all[0];
  const channel = home ? null : (known ?? first?.id ?? null);
  return { home, channel, thread: known && !home ? wanted.thread : null };
}

function hintLine() {
  const words = hintWords();
  if (!words || isHintDismissed) return null;
  const node = h(
    "div",
    { class: "hint-line" },
    h("span", null, words),
    iconButton("close", "Dismiss the hint", () => {
      isHintDismissed = true;
      node.remove();
      panes.main.composer?.field.focus();
    }),
  );
  return node;
}

const offline = h("div", { class: "offline", role: "status" }, "Reconnecting to the sandbox…");
offline.hidden = true;

async function drawMain() {
  closePopover(false);
  panes.main = mainPane(actions);
  main.replaceChildren(...[hintLine(), offline, ...panes.main.nodes].filter(Boolean));
  const title = main.querySelector(".pane-title h2")?.textContent ?? "";
  document.title = `${title} · ${state.team.name ?? "Local Slack"}`;
  await panes.main.refresh();
}

async function drawThread() {
  aside.hidden = !state.place.thread;
  panes.thread = state.place.thread ? threadPane(actions) : null;
  aside.replaceChildren(...(panes.thread?.nodes ?? []));
  await panes.thread?.refresh();
}

function openThread(ts) {
  state.place = { ...state.place, thread: ts };
  writeAddress();
  drawThread();
  panes.thread.composer?.field.focus();
}

function closeThread() {
  state.place = { ...state.place, thread: null };
  writeAddress();
  drawThread();
  panes.main.composer?.field.focus();
}

const isMember = () => state.channels.get(state.place.channel)?.is_member;

async function readAgain() {
  const before = isMember();
  await bootstrap(state.me.id);
  drawSidebar(actAs);
  if (isMember() !== before) await drawMain();
  // A conversation that has just come into being may add a tab to the pane's head.
  const old = main.querySelector(".pane-head");
  const fresh = panes.main?.head();
  if (fresh && old && fresh.textContent !== old.textContent) old.replaceWith(fresh);
}

const actions = { openDrawer, openThread, closeThread, readAgain };

const REACTIONS = {
  messages: async (change) => {
    const here = !change.channel || change.channel === state.place.channel;
    if (here) await Promise.all([panes.main.refresh(), panes.thread?.refresh()]);
    await readAgain();
  },
  home: async () => state.place.home && panes.main.refresh(),
  view: refreshModal,
  channels: readAgain,
};

async function everything() {
  await Promise.all([panes.main.refresh(), panes.thread?.refresh(), refreshModal(), readAgain()]);
}

function onLink(isUp) {
  const wasDown = !offline.hidden;
  offline.hidden = isUp;
  if (isUp && wasDown) attempt(everything());
}

/** Shows the place the address names, as the person it names. */
async function arrive() {
  const wanted = readAddress();
  if (!state.me || (wanted.as && wanted.as !== state.me.id)) {
    await bootstrap(wanted.as);
    if (!state.me) throw new ApiError("There is nobody in this workspace yet.");
    stopFollowing();
    stopFollowing = follow(
      state.me.id,
      (change) => attempt(REACTIONS[change.what]?.(change)),
      onLink,
    );
    await refreshModal();
  }
  state.place = placeFor(wanted);
  writeAddress(true);
  drawSidebar(actAs);
  closeDrawer();
  await Promise.all([drawMain(), drawThread()]);
  // On a phone the focus would raise the keyboard over the messages.
  if (!matchMedia("(max-width: 480px)").matches)
    panes.main.composer?.field.focus({ preventScroll: true });
}

function actAs(person) {
  state.place = { ...state.place, thread: null };
  location.hash = new URLSearchParams({
    as: person,
    ...(state.place.home ? { home: state.place.home } : { channel: state.place.channel ?? "" }),
  });
}

function failed(error) {
  main.replaceChildren(
    h(
      "div",
      { class: "empty", role: "alert" },
      h("h2", null, "The page could not start"),
      h("p", null, error.message),
      h(
        "button",
        { type: "button", class: "button", onclick: () => location.reload() },
        "Try again",
      ),
    ),
  );
}

applyTheme(readAddress().theme);
setUpDrawer();
watchSystemTheme();
window.addEventListener("hashchange", () => arrive().catch(failed));
document.querySelector(".skip").addEventListener("click", (event) => {
  // The fragment holds the place, so this link must not change it.
  event.preventDefault();
  main.focus();
});
arrive().then(() => document.body.setAttribute("data-ready", "true"), failed);
