"use strict";

/**
 * A second opinion before posting: the draft goes to the city's contact by the person's own act only, as a mail that
 * they send themselves or as a copy. Nothing is sent from here.
 */

/** Longest draft that goes into a mail's address line; longer ones are copied and pasted. UTF-16 units, encoded. */
const LONGEST_MAIL = 1800;

/** @param {Tip[] | undefined} tips @returns {string | null} whom the city's policy names */
function contactOf(tips) {
  return tips?.find(({ contact }) => contact)?.contact ?? null;
}

/** @param {string} text @returns {Promise<boolean>} whether it is in the clipboard now */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // a page without https, or one whose policy forbids it
  }
}

/**
 * @param {string} key of the button's words @param {() => string} text what is copied
 * @returns {HTMLElement} a button that tells what became of the press
 */
function buildCopy(key, text) {
  const said = build("span", { class: "said", role: "status" });
  const button = buildButton({ text: word(key) }, async () => {
    said.textContent = word(await copyText(text()) ? "copied" : "not_copied");
  });
  return build("span", { class: "copy" }, button, said);
}

/** @param {string} contact a mail address @param {string} text of the draft @returns {HTMLAnchorElement} */
function buildMailLink(contact, text) {
  const link = build("a", { class: "button", text: word("opinion_mail", contact) });
  const body = encodeURIComponent(text);
  const isLong = body.length > LONGEST_MAIL;
  const subject = encodeURIComponent(word("opinion_subject"));
  const address = encodeURIComponent(contact).replace("%40", "@");
  link.href = `mailto:${address}?subject=${subject}&body=${isLong ? encodeURIComponent(word("opinion_paste")) : body}`;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  if (isLong) link.addEventListener("click", () => void copyText(text));
  return link;
}

/** @param {string} text of the draft @param {string | null} contact @returns {HTMLElement} */
function buildSecondOpinion(text, contact) {
  const isMail = contact !== null && /^[^\s@]+@[^\s@]+$/.test(contact);
  return build("div", { class: "opinion" },
    build("h3", { text: word("opinion_title") }),
    build("p", { text: contact && !isMail ? word("opinion_contact", contact) : word("opinion_lead") }),
    build("div", { class: "actions" }, isMail ? buildMailLink(contact, text) : null,
      buildCopy("opinion_copy", () => text)));
}
