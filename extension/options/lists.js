/** What the lists of the settings page share: rows that can be removed, and telling what was saved. */

import { saveSettings } from "../background/settings.js";
import { button, part, say } from "./page.js";

/** @param {string} words shown for a moment, and read out */
export function tell(words) {
  const saved = part("saved", HTMLParagraphElement);
  saved.textContent = words;
  setTimeout(() => { if (saved.textContent === words) saved.textContent = ""; }, 4000);
}

/** @param {Partial<Settings>} changes */
export async function save(changes) {
  await saveSettings(changes);
  tell(say("options_saved"));
}

/** @param {HTMLUListElement} list @param {Element[]} rows @param {string} [noneKey] words where there are none */
export function fillList(list, rows, noneKey) {
  const none = document.createElement("li");
  none.className = "quiet";
  none.textContent = noneKey ? say(noneKey) : "";
  list.replaceChildren(...(rows.length > 0 || !noneKey ? rows : [none]));
}

/** @param {Node | string} what @param {string} name @param {() => Promise<void>} remove */
export function row(what, name, remove) {
  const item = document.createElement("li");
  item.append(what, button(say("options_remove"), () => void remove(), say("options_remove_named", name)));
  return item;
}
