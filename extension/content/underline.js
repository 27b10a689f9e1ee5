"use strict";

/**
 * Underlines drawn with the CSS Custom Highlight API: the editor's own DOM stays as it is.
 * One entry for each severity in the document's registry; every compose box adds its ranges to it.
 */

/** @type {Severity[]} */
const SEVERITIES = ["advise", "warn", "confirm"];

/** @type {WeakSet<ShadowRoot>} */
const styledRoots = new WeakSet();

/** @typedef {{finding: Finding, rects: () => DOMRect[]}} Mark a finding's words on the screen */

/** @param {Element} editor @returns {boolean} whether this browser can draw them there: Firefox not in text fields */
function canUnderline(editor) {
  if (typeof Highlight !== "function" || CSS.highlights === undefined) return false;
  return !isTextField(editor) || typeof editor.createValueRange === "function";
}

/** @param {Severity} severity @returns {Highlight} */
function highlightFor(severity) {
  const name = `second-reading-${severity}`;
  const known = CSS.highlights.get(name);
  if (known) return known;
  const highlight = new Highlight();
  highlight.priority = SEVERITY_RANK[severity];
  CSS.highlights.set(name, highlight);
  return highlight;
}

/** The underlines of one compose box. */
class Underline {
  /** @param {ComposeBox} box */
  constructor(box) {
    this.box = box;
    /** @type {{finding: Finding, range: Range | OpaqueRange}[]} */
    this.drawn = [];
    styleRootOf(box.element);
  }

  /**
   * New ranges on every key would all be kept up to date by the browser until it collects them.
   * @param {Finding[]} findings with spans of the text last read
   */
  draw(findings) {
    if (!canUnderline(this.box.element)) return;
    const before = this.drawn;
    this.drawn = [];
    for (const finding of findings) {
      const kept = before[this.drawn.length];
      const fits = kept?.finding.severity === finding.severity;
      const range = finding.span && this.box.rangeOver(finding.span, fits ? kept.range : null);
      if (!range) continue;
      if (range !== kept?.range) {
        if (kept) removeLine(kept);
        highlightFor(finding.severity).add(range);
      }
      this.drawn.push({ finding, range });
    }
    before.slice(this.drawn.length).forEach(removeLine);
  }

  /** @returns {Mark[]} */
  marks() {
    return this.drawn.map(({ finding, range }) => ({ finding, rects: () => [...range.getClientRects()] }));
  }

  clear() {
    this.drawn.forEach(removeLine);
    this.drawn = [];
  }

  stop() {
    this.clear();
  }
}

/** @param {{finding: Finding, range: Range | OpaqueRange}} line */
function removeLine({ finding, range }) {
  highlightFor(finding.severity).delete(range);
  if (!(range instanceof Range)) range.disconnect();
}

/**
 * Firefox does not apply the document's ::highlight() rules inside shadow roots, Chromium does.
 * @param {Element} element
 */
function styleRootOf(element) {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot) || styledRoots.has(root)) return;
  styledRoots.add(root);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet(UNDERLINE_RULES)];
}

/** @param {string} rules @returns {CSSStyleSheet} */
function styleSheet(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}

const UNDERLINE_STYLES = {
  advise: "underline dotted 2px #17808f; background-color: transparent",
  warn: "underline dashed 2px #b56a00; background-color: rgb(200 130 0 / 0.1)",
  confirm: "underline double 2px #a646c4; background-color: rgb(166 70 196 / 0.13)",
};

const UNDERLINE_RULES = SEVERITIES
  .map((severity) => `::highlight(second-reading-${severity}) { text-decoration: ${UNDERLINE_STYLES[severity]} }`)
  .join("\n");
