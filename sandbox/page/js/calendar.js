// A month of days in a popover, for date pickers. Works on local dates as text, YYYY-MM-DD.

import { h, iconButton } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";
import { locale } from "./state.js";

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 42;
const MONDAY = new Date("2024-01-01T12:00:00Z");

const parse = (iso) => new Date(`${iso}T12:00:00Z`);
const isoOf = (date) => date.toISOString().slice(0, 10);
const plusDays = (iso, days) => isoOf(new Date(parse(iso).getTime() + days * DAY_MS));
const word = (date, options) =>
  new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(date);

/** Today's local date of the browser. */
function today() {
  const now = new Date();
  return isoOf(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12)));
}

/** The same day `months` later, or the last of that month when it is shorter. */
function plusMonths(iso, months) {
  const [year, month, day] = iso.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0, 12)).getUTCDate();
  return isoOf(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last), 12)));
}

const MOVES = {
  ArrowLeft: (iso) => plusDays(iso, -1),
  ArrowRight: (iso) => plusDays(iso, 1),
  ArrowUp: (iso) => plusDays(iso, -7),
  ArrowDown: (iso) => plusDays(iso, 7),
  PageUp: (iso) => plusMonths(iso, -1),
  PageDown: (iso) => plusMonths(iso, 1),
  Home: (iso) => plusDays(iso, -((parse(iso).getUTCDay() + 6) % 7)),
  End: (iso) => plusDays(iso, 6 - ((parse(iso).getUTCDay() + 6) % 7)),
};

function dayButton(month, iso) {
  const date = parse(iso);
  const outside = iso.slice(0, 7) !== month.focus.slice(0, 7);
  return h(
    "button",
    {
      type: "button",
      class: `day${outside ? " day-outside" : ""}${iso === today() ? " day-today" : ""}`,
      "aria-label": word(date, { dateStyle: "full" }),
      "aria-pressed": String(iso === month.value),
      tabindex: iso === month.focus ? 0 : -1,
      data: { iso },
      onclick: () => month.pick(iso),
    },
    String(date.getUTCDate()),
  );
}

function weekdays() {
  return Array.from({ length: 7 }, (_, i) => {
    const date = new Date(MONDAY.getTime() + i * DAY_MS);
    return h(
      "span",
      { class: "weekday", "aria-hidden": "true" },
      word(date, { weekday: "narrow" }),
    );
  });
}

function draw(month, refocus) {
  const first = `${month.focus.slice(0, 7)}-01`;
  const start = MOVES.Home(first);
  const days = Array.from({ length: DAYS_SHOWN }, (_, i) => dayButton(month, plusDays(start, i)));
  month.title.replaceChildren(word(parse(first), { month: "long", year: "numeric" }));
  month.grid.replaceChildren(...weekdays(), ...days);
  if (refocus) month.grid.querySelector("[tabindex='0']").focus();
}

function onKey(month, event) {
  const move = MOVES[event.key];
  if (!move) return;
  event.preventDefault();
  month.focus = move(month.focus);
  draw(month, true);
}

/** Opens the calendar at `anchor`, on `value` or today; `onPick(iso)` gets the chosen day. */
export function openCalendar(anchor, { value, label, onPick }) {
  const month = {
    value,
    focus: value || today(),
    title: h("span", { class: "month", "aria-live": "polite" }),
  };
  month.pick = (iso) => {
    closePopover();
    onPick(iso);
  };
  month.grid = h("div", {
    class: "days",
    role: "group",
    "aria-label": "Days",
    onkeydown: (event) => onKey(month, event),
  });
  const turn = (step) => () => {
    month.focus = plusMonths(month.focus, step);
    draw(month, false);
  };
  const head = h(
    "div",
    { class: "month-head" },
    iconButton("left", "Previous month", turn(-1)),
    month.title,
    iconButton("right", "Next month", turn(1)),
  );
  if (!openPopover(anchor, [head, month.grid], { label, className: "calendar" })) return;
  draw(month, true);
}
