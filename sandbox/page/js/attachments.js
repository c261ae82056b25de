// What hangs below a message's own content: files and attachments.

import { renderBlocks } from "./blocks.js";
import { h, icon, image, link } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

/** A file: a picture in place, anything else as a link. */
export function fileNode(file) {
  const url = file.id ? `/files/${encodeURIComponent(file.id)}` : file.url_private;
  const title = file.title || file.name || file.id;
  if (!(file.mimetype ?? "").startsWith("image/")) {
    return h("div", { class: "file" }, icon("file"), link(url, title));
  }
  return h(
    "figure",
    { class: "image-block" },
    h("figcaption", null, title),
    image(url, file.alt_txt || title, "picture"),
  );
}

/** An attachment of the older kind, with its colour at the side; its blocks act on `surface`. */
export function attachment(item, surface) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(item.color ?? "");
  const named = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" }[item.color];
  const colour = named ?? (hex ? `#${hex[1]}` : null);
  const title = item.title
    ? h("strong", null, item.title_link ? link(item.title_link, item.title) : item.title)
    : null;
  const fields = item.fields?.length
    ? h(
        "div",
        { class: "fields" },
        item.fields.map((field) =>
          h(
            "div",
            { class: "field" },
            h("strong", null, field.title),
            h("br"),
            mrkdwn(field.value ?? ""),
          ),
        ),
      )
    : null;
  return h(
    "div",
    null,
    item.pretext ? h("div", { class: "text" }, mrkdwn(item.pretext)) : null,
    h(
      "div",
      { class: "attachment", style: colour ? { "border-left-color": colour } : {} },
      item.blocks?.length
        ? renderBlocks(item.blocks, surface)
        : [
            title,
            item.text || (!title && !fields && item.fallback)
              ? h("div", { class: "text" }, mrkdwn(item.text ?? item.fallback))
              : null,
            fields,
          ],
      item.footer ? h("div", { class: "muted" }, mrkdwn(item.footer)) : null,
    ),
  );
}
