/** What the settings page and the popup share: words, elements, choices. */

/** @param {string} key @param {...string} parts @returns {string} */
export const say = (key, ...parts) => chrome.i18n.getMessage(key, parts);

/** The page that tells what is sent where; shown after an install and whenever somebody asks. */
export const FIRST_RUN = "options/first_run.html";

/** @param {Reason | null} reason @param {string} server its address @returns {string} with the server's name */
export const whyNotChecked = (reason, server) => say(`reason_${reason}`, new URL(server).host);

/** @param {HTMLElement} list @param {string} server its address: what is sent there, and what never */
export function fillFacts(list, server) {
  const facts = ["first_sent", "first_kept", "first_never"].map((key) => say(key, new URL(server).host));
  list.replaceChildren(...facts.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
}

/** Fills every element marked with a word's key. */
export function fillWords() {
  document.documentElement.lang = say("language");
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say(element.getAttribute("data-word") ?? "");
  }
}

/**
 * @template {HTMLElement} Kind
 * @param {string} id @param {new () => Kind} kind
 * @returns {Kind} the element with this id
 */
export function part(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`no ${kind.name} with id ${id}`);
  return element;
}

/** @param {HTMLSelectElement} select @param {string} prefix of the words @param {string[]} values */
export function fillChoices(select, prefix, values) {
  select.replaceChildren(...values.map((value) => new Option(capital(say(`${prefix}_${value}`)), value)));
}

/** @param {string} words @returns {string} as the beginning of a line */
const capital = (words) => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** @param {string} words @param {() => void} press @param {string} [label] @returns {HTMLButtonElement} */
export function button(words, press, label) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = words;
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", press);
  return element;
}

/** @param {string} lines @returns {string[]} without empty ones */
export const splitLines = (lines) => lines.split("\n").map((line) => line.trim()).filter(Boolean);
