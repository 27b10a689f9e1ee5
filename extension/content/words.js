"use strict";

/**
 * Words that people see, from _locales. Inside the extension the browser knows them; the try-it page loads them.
 * @type {Record<string, {message: string}>}
 */
let loadedWords = {};

/** What sentences name: the server and the keys in force. Filled in by whoever starts a watch. */
const named = { server: "", next: "Alt+Shift+N", list: "Alt+Shift+L" };

/** @param {Record<string, {message: string}>} messages the parsed messages.json of one language */
function loadWords(messages) {
  loadedWords = messages;
}

/**
 * @param {string} key a key of messages.json
 * @param {...(string | number)} parts what stands for $1, $2 and $3
 * @returns {string} the words, or the key itself where nobody wrote them
 */
function word(key, ...parts) {
  const own = globalThis.chrome?.i18n?.getMessage(key, parts.map(String));
  if (own) return own;
  const message = loadedWords[key]?.message ?? key;
  return message.replace(/\$([1-9])/g, (_, place) => String(parts[Number(place) - 1] ?? ""));
}

/** @param {number} count @returns {string} "1 note", "3 notes" */
function countNotes(count) {
  return count === 1 ? word("badge_note") : word("badge_notes", count);
}

/** @param {Reason | null} reason @returns {string} why a draft was not checked, with the server's name */
function notCheckedWords(reason) {
  return word("badge_not_checked_why", word(`reason_${reason}`, named.server));
}
