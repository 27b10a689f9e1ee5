"use strict";

/** What is sent for a check: the text of a box and what the page shows around it. */

const DIALOG = "dialog, [role=dialog]";

/**
 * @param {ComposeBox} box @param {string} text as `box.read()` gave it @param {Platform} platform
 * @returns {Draft}
 */
function readDraft(box, text, platform) {
  const { composer } = box;
  const scope = closestOf(box.element, DIALOG) ?? box.scope();
  const action = readAction(box, scope);
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

/** @param {ComposeBox} box @param {Element} scope @returns {Action} */
function readAction(box, scope) {
  const { action } = box.composer;
  return action.rules.find((rule) => ACTION_TESTS[rule.how]?.(rule, box, scope))?.action ?? action.default;
}

/** @type {Record<ActionRule["how"], (rule: ReadyActionRule, box: ComposeBox, scope: Element) => boolean>} */
const ACTION_TESTS = {
  dialog_has: ({ value }, { element }) => Boolean(closestOf(element, DIALOG)?.querySelector(value)),
  near: ({ value }, _box, scope) => scope.querySelector(value) !== null,
  inside: ({ value }, { element }) => closestOf(element, value) !== null,
  query: ({ value }) => new URLSearchParams(location.search).has(value),
  path: ({ value }, { element }) => !closestOf(element, DIALOG) && pathMatches(location.pathname, value),
  label: ({ words }, { element }) => labelsOf(element).some((label) => words.some((start) => label.startsWith(start))),
  submit: ({ words }, { composer }, scope) => findVisible(scope, composer.submit)
    .some((control) => labelsOf(control).some((label) => words.includes(label))),
};

/** @param {string} path "/someone/status/1" @param {string} pattern with a star for any one part */
function pathMatches(path, pattern) {
  const parts = path.split("/");
  const wanted = pattern.split("/");
  return parts.length >= wanted.length
    && wanted.every((part, index) => (part === "*" ? parts[index] !== "" : part === parts[index]));
}

/** @param {Element} scope @param {Composer} composer @returns {Media[]} */
function readMedia(scope, { media, alt_fields: altFields }) {
  if (!media) return [];
  const described = altFields.length > 0 ? findVisible(scope, altFields).filter(isTextField) : [];
  if (!media.items) return described.map(({ value }) => ({ kind: "image", alt: value }));
  let withoutAlt = media.missing_alt ? scope.querySelectorAll(media.missing_alt).length : 0;
  return [...scope.querySelectorAll(media.items)].map((item) => {
    if (item instanceof HTMLVideoElement) return { kind: "video", alt: item.getAttribute("aria-label") ?? "" };
    const alt = (item instanceof HTMLImageElement ? item : item.querySelector("img"))?.getAttribute("alt");
    if (media.missing_alt === undefined) return { kind: "image", alt: alt ?? "" };
    if (withoutAlt-- > 0) return { kind: "image", alt: "" };
    // X shows that a description exists, not what it says.
    return { kind: "image", alt: alt || word("media_described") };
  });
}
