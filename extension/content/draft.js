"use strict";

/** What is sent for a check: the text of a box and what the page shows around it. */

/**
 * @param {ComposeBox} box @param {string} text as `box.read()` gave it @param {Platform} platform
 * @returns {Draft}
 */
function readDraft(box, text, platform) {
  const { composer } = box;
  const scope = box.element.closest("[role=dialog]") ?? box.scope();
  const action = readAction(box, composer);
  const quoted = action === "quote" && composer.quoted_text ? scope.querySelector(composer.quoted_text) : null;
  return {
    text: wellFormed(text),
    platform: platform.id,
    action,
    quoted_text: quoted ? wellFormed(quoted.textContent ?? "") : null,
    media: readMedia(scope, composer),
  };
}

/** Half an emoji or a null character is no text to a server; the stand-in keeps every offset. @param {string} text */
function wellFormed(text) {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

/** @param {ComposeBox} box @param {Composer} composer @returns {Action} */
function readAction(box, composer) {
  const dialog = box.element.closest("[role=dialog]");
  const rule = composer.action.rules.find(({ how, value }) => {
    if (how === "dialog_has") return dialog !== null && dialog.querySelector(value) !== null;
    if (how === "query") return new URLSearchParams(location.search).has(value);
    return dialog === null && pathMatches(location.pathname, value);
  });
  return rule?.action ?? composer.action.default;
}

/** @param {string} path "/someone/status/1" @param {string} pattern with a star for any one part */
function pathMatches(path, pattern) {
  const parts = path.split("/");
  const wanted = pattern.split("/");
  return parts.length >= wanted.length
    && wanted.every((part, index) => (part === "*" ? parts[index] !== "" : part === parts[index]));
}

/** @param {Element} scope @param {Composer} composer @returns {Media[]} */
function readMedia(scope, composer) {
  if (!composer.media) return [];
  const items = [...scope.querySelectorAll(composer.media.items)];
  let withoutAlt = scope.querySelectorAll(composer.media.missing_alt).length;
  return items.map((item) => {
    if (item instanceof HTMLVideoElement) return { kind: "video", alt: item.getAttribute("aria-label") ?? "" };
    if (withoutAlt-- > 0) return { kind: "image", alt: "" };
    // X shows that a description exists, not what it says.
    return { kind: "image", alt: item.getAttribute("alt") || word("media_described") };
  });
}

/** @param {Platform} platform @returns {PageAccount} who is signed in, as far as the page shows it */
function readPageAccount(platform) {
  const { handle, display_name } = platform.account;
  return { handle: readFirst(handle), display_name: readFirst(display_name) };
}

/** @param {AccountSource[]} sources @returns {string} */
function readFirst(sources) {
  for (const { how, css } of sources) {
    const element = document.querySelector(css);
    const found = element ? ACCOUNT_READERS[how](element) : "";
    if (found) return found;
  }
  return "";
}

/** @type {Record<AccountSource["how"], (element: Element) => string>} */
const ACCOUNT_READERS = {
  handle_text: (element) => /@[A-Za-z0-9_.-]+/.exec(element.textContent ?? "")?.[0] ?? "",
  href_tail: (element) => {
    const tail = (element.getAttribute("href") ?? "").split("/").filter(Boolean).at(-1) ?? "";
    return /^[A-Za-z0-9_.-]+$/.test(tail) ? `@${tail}` : "";
  },
  first_line: (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const line = walker.currentNode.textContent?.trim();
      if (line) return line.startsWith("@") ? "" : line;
    }
    return "";
  },
};
