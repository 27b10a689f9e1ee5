"use strict";

/** One finding in words: shared by the card, the dialog before posting and the panel. */

/** @param {Finding} finding @param {string} text the draft the span belongs to @returns {HTMLElement} */
function buildWords({ span, topic }, text) {
  if (!span) {
    const about = topic === "account-identity" ? "card_about_account" : "card_about_draft";
    return build("p", { class: "words", text: word(about) });
  }
  const quote = build("q", { text: word("card_words", shorten(text.slice(span.start, span.end))) });
  return build("p", { class: "words" }, quote);
}

/** @param {string} words @returns {string} at most 90 characters, cut between characters that belong together */
function shorten(words) {
  const characters = [...new Intl.Segmenter().segment(words)].map(({ segment }) => segment);
  return characters.length <= 90 ? words : `${characters.slice(0, 88).join("")}…`;
}

/** @param {Finding} finding @returns {HTMLElement} why, what to do and which clause */
function buildFacts({ why, fix, clauses, language: lang }) {
  const facts = build("dl", { class: "facts" });
  if (why) facts.append(buildFact("card_why", build("span", { text: why, lang })));
  if (fix) facts.append(buildFact("card_fix", build("span", { text: fix, lang })));
  if (clauses.length > 0) facts.append(buildFact("card_policy", ...clauses.map((clause) => buildClause(clause, lang))));
  return facts;
}

/** @param {string} key @param {...(Node | string)} parts */
function buildFact(key, ...parts) {
  const lines = parts.map((part) => build("dd", {}, part));
  return build("div", {}, build("dt", { text: word(key) }), ...lines);
}

/**
 * @param {Clause} clause @param {string} [lang] of its title
 * @returns {Node} a link where the city published the document
 */
function buildClause({ document: name, clause, title, url }, lang) {
  const text = word("clause", name, clause, title);
  if (!url || !/^https?:\/\//.test(url)) return build("span", { text, lang });
  const link = build("a", { text, lang });
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** @param {Suggestion} suggestion @returns {string} */
function nameSuggestion({ text }) {
  return text === "" ? word("fix_remove") : word("fix_replace", shorten(text));
}
