"use strict";

/**
 * The text of a rich editor and the way back from its offsets to DOM positions.
 * Offsets count UTF-16 code units, which is what both strings and DOM ranges count.
 *
 * @typedef {{node: Text, from: number, at: number, length: number}} TextPiece
 *   `length` units of `node`, from its unit `from`, stand at `at` in the text
 * @typedef {{text: string, pieces: TextPiece[]}} TextReading
 */

const BLOCK_TAGS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI "
    + "MAIN NAV OL P PRE SECTION TABLE TR UL").split(" "),
);
const UNREAD_TAGS = new Set(["SCRIPT", "STYLE", "TEMPLATE"]);
// Slate, Lexical and Quill keep these two in the DOM to give the caret a place; nobody wrote them.
const CARET_HOLDERS = /[\uFEFF\u200B]+/g;
/** @param {string} characters */
const holdsCaret = (characters) => characters.includes("\u200B") || characters.includes("\uFEFF");

/** Collects the text line by line; a line break is written only once something stands after it. */
class TextReader {
  /** @param {Element} root */
  constructor(root) {
    this.root = root;
    this.text = "";
    /** @type {TextPiece[]} */
    this.pieces = [];
    this.lineIsOpen = false;
    this.breakIsDue = false;
  }

  openLine() {
    if (this.breakIsDue) this.text += "\n";
    this.breakIsDue = false;
    this.lineIsOpen = true;
  }

  closeLine() {
    if (this.lineIsOpen) this.breakIsDue = true;
    this.lineIsOpen = false;
  }

  /** @param {Text} node */
  readCharacters(node) {
    const { data } = node;
    let from = 0;
    for (const match of holdsCaret(data) ? data.matchAll(CARET_HOLDERS) : []) {
      this.take(node, data, from, match.index);
      from = match.index + match[0].length;
    }
    this.take(node, data, from, data.length);
  }

  /** @param {Text} node @param {string} data all of its characters @param {number} from @param {number} until */
  take(node, data, from, until) {
    if (from === until) return;
    this.openLine();
    this.pieces.push({ node, from, at: this.text.length, length: until - from });
    this.text += data.slice(from, until);
  }

  /** @param {Element} element */
  readBreak(element) {
    if (endsItsBlock(element, this.root)) {
      // An editor's filler: it keeps an empty line open and shows nothing after words.
      if (!this.lineIsOpen) this.openLine();
      return;
    }
    this.openLine();
    this.closeLine();
  }

  /** @param {Node} node */
  read(node) {
    if (node instanceof Text) return this.readCharacters(node);
    if (!(node instanceof Element) || UNREAD_TAGS.has(node.tagName)) return undefined;
    if (node.hasAttribute("data-slate-placeholder")) return undefined;
    if (node.tagName === "BR") return this.readBreak(node);
    const isBlock = BLOCK_TAGS.has(node.tagName);
    if (isBlock) this.closeLine();
    for (const child of node.childNodes) this.read(child);
    if (isBlock) this.closeLine();
    return undefined;
  }
}

/** @param {Node} node @param {Element} root @returns {boolean} whether nothing else stands after it in its block */
function endsItsBlock(node, root) {
  for (let here = node; ; here = /** @type {Node} */ (here.parentNode)) {
    for (let next = here.nextSibling; next; next = next.nextSibling) {
      if (next instanceof Element || (next instanceof Text && next.data !== "")) return false;
    }
    const parent = here.parentNode;
    if (!(parent instanceof Element) || parent === root || BLOCK_TAGS.has(parent.tagName)) return true;
  }
}

/** @param {Element} root an editor's outermost editable element @returns {TextReading} */
function readText(root) {
  const reader = new TextReader(root);
  for (const child of root.childNodes) reader.read(child);
  return { text: reader.text, pieces: reader.pieces };
}

/**
 * @typedef {{start: {node: Text, offset: number}, end: {node: Text, offset: number}}} SpanEnds
 * @param {TextReading} reading @param {Span} span @returns {SpanEnds | null} null when the span is not all there
 */
function endsOfSpan({ pieces }, { start, end }) {
  const first = pieces.find((piece) => start >= piece.at && start < piece.at + piece.length);
  const last = pieces.find((piece) => end > piece.at && end <= piece.at + piece.length);
  if (!first || !last || start >= end) return null;
  const ends = {
    start: { node: first.node, offset: first.from + start - first.at },
    end: { node: last.node, offset: last.from + end - last.at },
  };
  // A node may have lost characters since it was read.
  return ends.start.offset <= first.node.length && ends.end.offset <= last.node.length ? ends : null;
}

/** @param {Range} range @param {SpanEnds} ends */
function moveRange(range, { start, end }) {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const startStays = startContainer === start.node && startOffset === start.offset;
  const endStays = endContainer === end.node && endOffset === end.offset;
  if (startStays && endStays) return; // the browser moved it along already
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
}

/** @param {TextReading} reading @param {Span} span @returns {Range | null} null when the span is not all there */
function rangeForSpan(reading, span) {
  const ends = endsOfSpan(reading, span);
  if (!ends) return null;
  const range = new Range();
  moveRange(range, ends);
  return range;
}

/** @param {TextReading} reading @param {number} at @returns {{node: Text, offset: number} | null} a caret's place */
function placeAt({ pieces }, at) {
  const piece = pieces.findLast((one) => at >= one.at && at <= one.at + one.length);
  return piece ? { node: piece.node, offset: piece.from + at - piece.at } : null;
}

/**
 * @param {TextReading} reading @param {Node} node @param {number} offset a place in the DOM
 * @returns {number} the offset in the text of that place, or of the next text after it
 */
function textOffset({ pieces, text }, node, offset) {
  const within = pieces.find((piece) => piece.node === node
    && offset >= piece.from && offset <= piece.from + piece.length);
  if (within) return within.at + offset - within.from;
  const later = pieces.find((piece) => node.compareDocumentPosition(piece.node) & Node.DOCUMENT_POSITION_FOLLOWING);
  return later ? later.at : text.length;
}
