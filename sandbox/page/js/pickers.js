// Date, time and date-time picker elements. Dates are local text; a date-time is Unix seconds.

import { h, icon } from "./dom.js";
import { openCalendar } from "./calendar.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { openPicker } from "./picker.js";
import { nameTrigger } from "./trigger.js";
import { dayInWords } from "./when.js";

const two = (number) => String(number).padStart(2, "0");
const STEP_MINUTES = 15;
const TIMES = Array.from({ length: (24 * 60) / STEP_MINUTES }, (_, i) => {
  const minutes = i * STEP_MINUTES;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
});

function trigger(ctx, element, symbol, part = "") {
  return h(
    "button",
    {
      type: "button",
      class: "select date-trigger",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      ...ctx.aria,
      data: { key: `${ctx.blockId}/${element.action_id}${part}` },
    },
    icon(symbol, 16),
    h("span", { class: "select-face" }),
    icon("down", 16),
  );
}

function face(button, ctx, words, placeholder) {
  const shown = words ? [words] : [h("span", { class: "select-placeholder" }, placeholder)];
  button.querySelector(".select-face").replaceChildren(...shown);
  nameTrigger(button, ctx, words);
}

function dateButton(ctx, element, value, onPick, part) {
  const button = trigger(ctx, element, "calendar", part);
  const placeholder = () =>
    element.placeholder ? textObject(element.placeholder) : "Select a date";
  const show = (iso) => face(button, ctx, iso && dayInWords(iso), placeholder());
  show(value);
  button.addEventListener("click", () =>
    openCalendar(button, {
      value,
      label: wordsOf(element.placeholder) || "Choose a date",
      onPick: (iso) => {
        value = iso;
        show(iso);
        onPick(iso);
      },
    }),
  );
  return button;
}

/** Times on the quarter that begin with the query, and the query itself when it is a time. */
function times(query) {
  const typed = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(query);
  const exact = typed ? [`${typed[1].padStart(2, "0")}:${typed[2]}`] : [];
  const hits = TIMES.filter((it) => it.startsWith(query) || it.startsWith(`0${query}`));
  const all = [...new Set([...exact, ...hits])];
  return [{ options: all.map((it) => ({ key: it, raw: it, label: () => it })) }];
}

function timeButton(ctx, element, value, onPick, part) {
  const button = trigger(ctx, element, "clock", part);
  const placeholder = () =>
    element.placeholder ? textObject(element.placeholder) : "Select a time";
  const show = (time) => face(button, ctx, time, placeholder());
  show(value);
  button.addEventListener("click", () =>
    openPicker(button, {
      label: "times",
      load: async (query) => times(query),
      isSelected: (option) => option.key === value,
      onPick: (option) => {
        value = option.key;
        show(value);
        onPick(value);
      },
    }),
  );
  return button;
}

function remember(ctx, element, field, fallback) {
  const known = ctx.form.get(ctx.blockId, element.action_id);
  const value = (known ? known[field] : fallback) ?? null;
  ctx.form.set(ctx.blockId, element.action_id, { type: element.type, [field]: value });
  return value;
}

export function datepicker(element, ctx) {
  const value = remember(ctx, element, "selected_date", element.initial_date);
  return dateButton(
    ctx,
    element,
    value,
    (iso) => ctx.change(element, { type: element.type, selected_date: iso }),
    "",
  );
}

export function timepicker(element, ctx) {
  const value = remember(ctx, element, "selected_time", element.initial_time);
  const onPick = (time) =>
    ctx.change(element, {
      type: element.type,
      selected_time: time,
      ...(element.timezone ? { timezone: element.timezone } : {}),
    });
  return timeButton(ctx, element, value, onPick, "");
}

function split(seconds) {
  if (!seconds) return { day: null, time: null };
  const date = new Date(seconds * 1000);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return { day, time: `${two(date.getHours())}:${two(date.getMinutes())}` };
}

export function datetimepicker(element, ctx) {
  const parts = split(remember(ctx, element, "selected_date_time", element.initial_date_time));
  const put = (part) => (value) => {
    parts[part] = value;
    if (!parts.day || !parts.time) return;
    const seconds = Math.floor(new Date(`${parts.day}T${parts.time}:00`).getTime() / 1000);
    ctx.change(element, { type: element.type, selected_date_time: seconds });
  };
  return h(
    "span",
    { class: "date-time" },
    dateButton(ctx, element, parts.day, put("day"), "/day"),
    timeButton(ctx, element, parts.time, put("time"), "/time"),
  );
}
