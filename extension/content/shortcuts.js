"use strict";

/** The keys that work in a draft. People may choose others in the settings. @type {Keys} */
const DEFAULT_KEYS = { next: "Alt+Shift+N", list: "Alt+Shift+L" };

/** @param {KeyboardEvent} event @returns {string} such as "Alt+Shift+N"; "" where no letter or digit is pressed */
function shortcutOf({ code, ctrlKey, altKey, shiftKey }) {
  const [, key] = /^(?:Key|Digit)([A-Z0-9])$/.exec(code) ?? [];
  if (!key) return "";
  return [ctrlKey && "Ctrl", altKey && "Alt", shiftKey && "Shift", key].filter(Boolean).join("+");
}
