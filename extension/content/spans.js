"use strict";

/**
 * Keeping findings on their words while the text around them changes. Pure: no page, no clock.
 * All offsets count UTF-16 code units; spans are half-open.
 *
 * @typedef {{start: number, removed: number, added: string}} TextEdit `removed` units at `start` became `added`
 */

/**
 * The one replacement that turns `before` into `after`, as small as a common beginning and end allow.
 * @param {string} before @param {string} after @returns {TextEdit}
 */
function editBetween(before, after) {
  const shorter = Math.min(before.length, after.length);
  const start = longest(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const { length } = before;
  const more = after.length - length;
  const tail = longest(shorter - start, (from, to) => {
    return before.slice(length - to, length - from) === after.slice(length + more - to, length + more - from);
  });
  return { start, removed: length - tail - start, added: after.slice(start, after.length - tail) };
}

/**
 * Halves what is left again and again: on every key of a long post the browser compares whole pieces at once, where a
 * loop over the characters would cost more than all the rest.
 * @param {number} most @param {(from: number, to: number) => boolean} agree whether that piece is the same in both
 * @returns {number} how long the piece from 0 is on which both agree; `most` at most
 */
function longest(most, agree) {
  let sure = 0;
  for (let unsure = most; sure < unsure;) {
    const middle = Math.ceil((sure + unsure) / 2);
    if (agree(sure, middle)) sure = middle;
    else unsure = middle - 1;
  }
  return sure;
}

const WORD_UNIT = /[\p{L}\p{N}\p{M}\u200d]/u;

/** A letter typed against a marked word makes another word of it. @param {string | undefined} unit */
const joinsWord = (unit) => unit !== undefined && WORD_UNIT.test(unit);

/**
 * @param {Span} span @param {TextEdit} edit
 * @returns {Span | null} where the same words stand after the edit; null when the edit touched them
 */
function shiftSpan(span, edit) {
  const editEnd = edit.start + edit.removed;
  if (editEnd <= span.start) {
    if (editEnd === span.start && joinsWord(edit.added.at(-1))) return null;
    const by = edit.added.length - edit.removed;
    return { start: span.start + by, end: span.end + by };
  }
  if (edit.start < span.end) return null;
  if (edit.start === span.end && joinsWord(edit.added[0])) return null;
  return span;
}

/** @param {Finding} finding @param {TextEdit} edit @returns {Finding | null} */
function shiftFinding(finding, edit) {
  if (!finding.span) return finding;
  const span = shiftSpan(finding.span, edit);
  if (!span) return null;
  const suggestions = finding.suggestions.flatMap((suggestion) => {
    const moved = shiftSpan(suggestion.span, edit);
    return moved ? [{ ...suggestion, span: moved }] : [];
  });
  return { ...finding, span, suggestions };
}

/**
 * Findings of `before`, moved onto `after`; those whose words were touched are left out.
 * @param {Finding[]} findings @param {string} before @param {string} after @returns {Finding[]}
 */
function shiftFindings(findings, before, after) {
  if (before === after) return findings;
  const edit = editBetween(before, after);
  return findings.flatMap((finding) => shiftFinding(finding, edit) ?? []);
}

/** @type {Record<Severity, number>} */
const SEVERITY_RANK = { advise: 1, warn: 2, confirm: 3 };

/** @param {Finding[]} findings @returns {Severity | null} */
function worstSeverity(findings) {
  let worst = /** @type {Severity | null} */ (null);
  for (const { severity } of findings) {
    if (!worst || SEVERITY_RANK[severity] > SEVERITY_RANK[worst]) worst = severity;
  }
  return worst;
}

/** In reading order; findings about the whole post come last. @param {Finding[]} findings @returns {Finding[]} */
function inReadingOrder(findings) {
  const place = (/** @type {Finding} */ finding) => finding.span?.start ?? Number.MAX_SAFE_INTEGER;
  return findings.toSorted((one, other) => place(one) - place(other)
    || SEVERITY_RANK[other.severity] - SEVERITY_RANK[one.severity]);
}
