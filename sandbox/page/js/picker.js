// A searchable list of options in a popover, for every kind of select and the "act as" switcher.
// Takes options from a loader, reports picks; knows nothing of Slack's element types.

import { h, icon, uid } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";

const PAUSE_MS = 150;

function optionNode(picker, option) {
  const selected = picker.isSelected(option);
  return h(
    "div",
    {
      class: "option",
      role: "option",
      id: uid("option"),
      "aria-selected": String(selected),
      onpointermove: () =>
        mark(
          picker,
          picker.shown.findIndex((it) => it.option === option),
        ),
      onclick: () => pick(picker, option),
    },
    option.picture ?? null,
    h(
      "span",
      { class: "option-words" },
      h("span", { class: "option-label" }, option.label()),
      option.detail ? h("span", { class: "option-detail" }, option.detail()) : null,
    ),
    h("span", { class: "option-check" }, selected ? icon("check", 16) : null),
  );
}

function groupNode(picker, group) {
  const id = uid("group");
  const nodes = group.options.map((option) => {
    const node = optionNode(picker, option);
    picker.shown.push({ option, node });
    return node;
  });
  if (!group.label) return nodes;
  return h(
    "div",
    { role: "group", "aria-labelledby": id },
    h("div", { class: "option-group", id }, group.label),
    nodes,
  );
}

function mark(picker, index) {
  picker.shown[picker.at]?.node.classList.remove("active");
  picker.at = index;
  const hit = picker.shown[index];
  hit?.node.classList.add("active");
  if (hit) picker.input.setAttribute("aria-activedescendant", hit.node.id);
  else picker.input.removeAttribute("aria-activedescendant");
}

function move(picker, step) {
  const count = picker.shown.length;
  if (!count) return;
  mark(picker, (picker.at + step + count) % count);
  picker.shown[picker.at].node.scrollIntoView({ block: "nearest" });
}

function pick(picker, option) {
  picker.onPick(option);
  if (!picker.multi) {
    closePopover();
    return;
  }
  for (const entry of picker.shown) {
    const selected = picker.isSelected(entry.option);
    entry.node.setAttribute("aria-selected", String(selected));
    entry.node
      .querySelector(".option-check")
      .replaceChildren(...(selected ? [icon("check", 16)] : []));
  }
}

function show(picker, groups) {
  picker.shown = [];
  picker.list.replaceChildren(...groups.flatMap((group) => groupNode(picker, group)));
  if (!picker.shown.length) picker.list.append(h("div", { class: "option-none" }, "No matches"));
  const chosen = picker.shown.findIndex((entry) => picker.isSelected(entry.option));
  mark(picker, picker.shown.length ? Math.max(chosen, 0) : -1);
  picker.handle?.place();
  picker.shown[picker.at]?.node.scrollIntoView({ block: "nearest" });
}

async function search(picker) {
  const asked = picker.input.value;
  picker.list.setAttribute("aria-busy", "true");
  try {
    const groups = await picker.load(asked.trim());
    if (picker.input.value === asked) show(picker, groups);
  } catch (error) {
    picker.list.replaceChildren(h("div", { class: "option-none", role: "alert" }, error.message));
  } finally {
    picker.list.removeAttribute("aria-busy");
  }
}

const KEYS = {
  ArrowDown: (picker) => move(picker, 1),
  ArrowUp: (picker) => move(picker, -1),
  Enter: (picker) => picker.shown[picker.at] && pick(picker, picker.shown[picker.at].option),
};

function onKey(picker, event) {
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(picker);
}

function searchBox(picker, label, listId) {
  let timer = 0;
  return h("input", {
    class: "picker-search",
    type: "text",
    role: "combobox",
    "aria-label": `Search ${label}`,
    "aria-controls": listId,
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    autocomplete: "off",
    placeholder: "Search",
    spellcheck: "false",
    onkeydown: (event) => onKey(picker, event),
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(() => search(picker), picker.remote ? PAUSE_MS : 0);
    },
  });
}

/**
 * Opens the list at `anchor`. `load(query)` resolves to groups `{label?, options: [{key, label(),
 * detail?()}]}`; `isSelected(option)`, `onPick(option)` and `onClose()` belong to the caller.
 */
export function openPicker(
  anchor,
  { label, load, isSelected, onPick, onClose, multi = false, remote = false },
) {
  const listId = uid("list");
  const picker = { load, isSelected, onPick, multi, remote, shown: [], at: -1 };
  picker.input = searchBox(picker, label, listId);
  picker.list = h("div", {
    class: "options",
    role: "listbox",
    id: listId,
    "aria-label": label,
    "aria-multiselectable": multi || null,
  });
  picker.handle = openPopover(anchor, [picker.input, picker.list], {
    label,
    onClose,
    className: "picker",
  });
  if (!picker.handle) return;
  picker.input.focus();
  search(picker);
}

/** Options whose words contain the query, with empty groups dropped. */
export function matching(groups, query) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(query);
  return groups
    .map((group) => ({
      ...group,
      options: group.options.filter((option) => plain(option.words).includes(wanted)),
    }))
    .filter((group) => group.options.length);
}
