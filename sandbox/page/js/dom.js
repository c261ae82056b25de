// Builds DOM nodes from data, and is the only module that knows how. Foreign strings become text
// or checked attributes here, never markup, so no message can bring its own script.

const SVG = "http://www.w3.org/2000/svg";
const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
let counter = 0;

/** A page-wide unique id for aria references. */
export const uid = (prefix = "n") => `${prefix}-${++counter}`;

/** A node: `on…` props listen, `data` and `style` are objects, null and false are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) setProp(node, key, value);
  append(node, children);
  return node;
}

function setProp(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "data") Object.assign(node.dataset, value);
  else if (key === "style")
    for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
  else if (key === "value") node.value = value;
  else node.setAttribute(key, value === true ? "" : String(value));
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

/** The address when a link may point there, else null: `javascript:` and its kin are refused. */
export function safeUrl(url) {
  try {
    const parsed = new URL(String(url), location.href);
    return SAFE_SCHEMES.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere, or only its words when the address is not one to follow. */
export function link(url, ...children) {
  const href = safeUrl(url);
  if (!href) return h("span", { class: "dead-link" }, children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}

/** An image that turns into its alternative text when it cannot be loaded, as when offline. */
export function image(url, alt, className) {
  const lost = () =>
    h("span", { class: `image-lost ${className}`, role: "img", "aria-label": alt }, alt);
  const src = safeUrl(url);
  if (!src) return lost();
  const node = h("img", {
    src,
    alt,
    class: className,
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  node.addEventListener("error", () => node.replaceWith(lost()));
  return node;
}

const ICONS = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  home: "M4 11.5 12 5l8 6.5M6 10.5V20h4.5v-5h3v5H18v-9.5",
  eye:
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" +
    "M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5",
  smile:
    "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M8.5 14s1.2 2 3.5 2 3.5-2 3.5-2" +
    "M9 9.5v.5M15 9.5v.5",
  reply: "M4 5.5h16v11h-9L6.5 20v-3.5H4z",
  close: "m6 6 12 12M18 6 6 18",
  down: "m6 9.5 6 6 6-6",
  left: "m14.5 6-6 6 6 6",
  right: "m9.5 6 6 6-6 6",
  send: "M4 12 20 4.5 15 20l-4-6.5zM11 13.5 20 4.5",
  menu: "M4 7h16M4 12h16M4 17h16",
  sun:
    "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8M12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7" +
    "M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  calendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  clock: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M12 7.5V12l3 2.5",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  check: "m5 12.5 4.5 4.5L19 7.5",
  slash: "M15.5 5 8.5 19",
  file: "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
};

/** A decorative line icon; the control around it carries the name. */
export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    "aria-hidden": "true",
    class: "icon",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon and speaks its label. */
export function iconButton(name, label, onclick, props = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props },
    icon(name),
  );
}

/** The controls inside `root` that Tab would reach, in order. */
export function focusables(root) {
  const all = root.querySelectorAll("a[href],button,input,textarea,select,[tabindex='0']");
  return [...all].filter(
    (node) => !node.disabled && node.offsetParent !== null && node.tabIndex >= 0,
  );
}
