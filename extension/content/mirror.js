"use strict";

/**
 * Underlines in text fields where the browser cannot draw any itself: a see-through copy of the field's text lies
 * exactly above it and carries the lines.
 */

const COPIED_STYLES = /** @type {const} */ ([
  "direction", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderRightWidth",
  "borderBottomWidth", "borderLeftWidth", "fontStyle", "fontVariant", "fontWeight", "fontStretch", "fontSize",
  "fontSizeAdjust", "lineHeight", "fontFamily", "textAlign", "textTransform", "textIndent", "letterSpacing",
  "wordSpacing", "tabSize", "fontFeatureSettings", "fontKerning", "wordBreak",
]);

const MIRROR_RULES = SEVERITIES
  .map((severity) => `.mirror u.${severity} { text-decoration: ${UNDERLINE_STYLES[severity]} }`)
  .join("\n");

/** The underlines of one text field. Reads and draws like Underline does for rich editors. */
class Mirror {
  /** @param {ComposeBox} box @param {Surface} surface */
  constructor(box, surface) {
    this.box = box;
    this.field = /** @type {HTMLTextAreaElement | HTMLInputElement} */ (box.element);
    this.inner = build("div");
    this.outer = build("div", { class: "mirror" }, this.inner);
    this.outer.setAttribute("aria-hidden", "true");
    surface.add(this.outer);
    /** @type {{finding: Finding, line: HTMLElement}[]} */
    this.drawn = [];
    /** @type {Text[]} */
    this.texts = [];
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.sizes = new ResizeObserver(() => this.copyStyles());
    this.sizes.observe(this.field);
    this.field.addEventListener("scroll", () => this.follow(), { passive: true, signal });
    this.field.addEventListener("focus", () => this.copyStyles(), { signal });
    this.copyStyles();
  }

  /** Dozens of computed styles: copied when the field's size or state changes, not on every key. */
  copyStyles() {
    const styles = getComputedStyle(this.field);
    for (const name of COPIED_STYLES) this.inner.style[name] = styles[name];
    const isLine = this.field instanceof HTMLInputElement;
    Object.assign(this.inner.style, {
      boxSizing: "border-box",
      borderStyle: "solid",
      borderColor: "transparent",
      color: "transparent",
      overflow: "hidden",
      whiteSpace: isLine ? "pre" : "pre-wrap",
      overflowWrap: isLine ? "normal" : "break-word",
    });
    this.makeRoomForScrollbar(styles);
    this.follow();
  }

  /**
   * A scrollbar that takes room narrows the text; it stands at the left where text runs from the right.
   * @param {CSSStyleDeclaration} styles
   */
  makeRoomForScrollbar(styles) {
    const borders = parseFloat(styles.borderLeftWidth) + parseFloat(styles.borderRightWidth);
    const scrollbar = this.field.offsetWidth - this.field.clientWidth - borders;
    if (scrollbar <= 0) return;
    const side = styles.direction === "rtl" ? "paddingLeft" : "paddingRight";
    this.inner.style[side] = `${parseFloat(styles[side]) + scrollbar}px`;
  }

  /** Lies above the field again after the page or the field scrolled. */
  follow() {
    const { left, top } = this.field.getBoundingClientRect();
    const zoom = this.field.currentCSSZoom ?? 1;
    this.inner.style.width = `${this.field.offsetWidth}px`;
    this.inner.style.height = `${this.field.offsetHeight}px`;
    this.outer.style.transform = `translate(${left}px, ${top}px) scale(${zoom})`;
    this.outer.style.transformOrigin = "0 0";
    this.inner.scrollTop = this.field.scrollTop;
    this.inner.scrollLeft = this.field.scrollLeft;
  }

  /** @param {Finding[]} findings in reading order, with spans of the field's text */
  draw(findings) {
    const text = this.field.value;
    /** @type {Finding[]} */
    const marked = [];
    /** @type {string[]} by turns what stands between marked words, and marked words */
    const parts = [];
    let at = 0;
    for (const finding of findings) {
      if (!finding.span || finding.span.start < at || finding.span.end > text.length) continue;
      parts.push(text.slice(at, finding.span.start), text.slice(finding.span.start, finding.span.end));
      marked.push(finding);
      at = finding.span.end;
    }
    // The last, empty line of a field is as high as any other. Without lines nothing needs a place.
    parts.push(marked.length > 0 ? `${text.slice(at)}\u200b` : "");
    if (!this.putInPlace(marked, parts)) this.buildAnew(marked, parts);
  }

  /** Most keys change one part only. @param {Finding[]} marked @param {string[]} parts @returns {boolean} */
  putInPlace(marked, parts) {
    const fits = marked.length === this.drawn.length
      && marked.every(({ severity }, place) => this.drawn[place].finding.severity === severity);
    if (!fits || this.texts.length !== parts.length) return false;
    for (const [place, part] of parts.entries()) {
      changeText(this.texts[place], part);
    }
    this.drawn = marked.map((finding, place) => ({ finding, line: this.drawn[place].line }));
    return true;
  }

  /** @param {Finding[]} marked @param {string[]} parts */
  buildAnew(marked, parts) {
    this.texts = parts.map((part) => new Text(part));
    this.drawn = marked.map((finding, place) => {
      return { finding, line: build("u", { class: finding.severity }, this.texts[place * 2 + 1]) };
    });
    const nodes = this.texts.map((text, place) => (place % 2 ? this.drawn[(place - 1) / 2].line : text));
    this.inner.replaceChildren(...nodes);
    this.follow();
  }

  /** @returns {Mark[]} */
  marks() {
    return this.drawn.map(({ finding, line }) => ({ finding, rects: () => [...line.getClientRects()] }));
  }

  stop() {
    this.stopping.abort();
    this.sizes.disconnect();
    this.outer.remove();
  }
}

/** The browser shapes only what changed anew. @param {Text} node @param {string} wanted */
function changeText(node, wanted) {
  const { data } = node;
  if (data === wanted) return;
  const { start, removed, added } = editBetween(data, wanted);
  node.replaceData(start, removed, added);
}
