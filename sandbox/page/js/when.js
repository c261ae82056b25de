// Turns Slack timestamps and dates into words in the acting person's locale and zone.

import { locale, state } from "./state.js";

const DAY_MS = 86_400_000;

function format(date, options) {
  const zone = state.me?.tz ? { timeZone: state.me.tz } : {};
  try {
    return new Intl.DateTimeFormat(locale(), { ...options, ...zone }).format(date);
  } catch {
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }
}

export const dateOf = (ts) => new Date(Number.parseFloat(ts) * 1000);
export const time = (ts) => format(dateOf(ts), { hour: "numeric", minute: "2-digit" });
export const fullTime = (ts) => format(dateOf(ts), { dateStyle: "full", timeStyle: "medium" });
const dayKey = (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" });

/** "Today", "Yesterday", "Tomorrow", or null for any other day. */
function nearDay(date) {
  const near = [
    [0, "Today"],
    [-1, "Yesterday"],
    [1, "Tomorrow"],
  ];
  const key = dayKey(date);
  const hit = near.find(([offset]) => dayKey(new Date(Date.now() + offset * DAY_MS)) === key);
  return hit?.[1] ?? null;
}

/** A key that is equal for two timestamps of the same local day. */
export const sameDay = (a, b) => dayKey(dateOf(a)) === dayKey(dateOf(b));

export function dayLabel(ts) {
  const date = dateOf(ts);
  return nearDay(date) ?? format(date, { weekday: "long", day: "numeric", month: "long" });
}

function ago(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const units = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(
    Math.round(seconds / size),
    unit,
  );
}

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };
const PLAIN = { day: "numeric", month: "long", year: "numeric" };
const TOKENS = {
  date_num: (d) => format(d, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (d) => format(d, PLAIN),
  date_short: (d) => format(d, SHORT),
  date_long: (d) => format(d, LONG),
  date_pretty: (d) => nearDay(d) ?? format(d, PLAIN),
  date_short_pretty: (d) => nearDay(d) ?? format(d, SHORT),
  date_long_pretty: (d) => nearDay(d) ?? format(d, LONG),
  day_divider_pretty: (d) => nearDay(d) ?? format(d, LONG),
  time: (d) => format(d, { hour: "numeric", minute: "2-digit" }),
  time_secs: (d) => format(d, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Slack's `{date_short} {time}` templates; null when the moment is no number. */
export function byTemplate(timestamp, template) {
  const date = dateOf(timestamp);
  if (Number.isNaN(date.getTime())) return null;
  return template.replace(/\{(\w+)\}/g, (all, token) => TOKENS[token]?.(date) ?? all);
}

/** A local date `YYYY-MM-DD` in words; it has no zone, so none is applied. */
export function dayInWords(iso) {
  const date = new Date(`${iso}T12:00:00Z`);
  return new Intl.DateTimeFormat(locale(), { ...SHORT, timeZone: "UTC" }).format(date);
}
