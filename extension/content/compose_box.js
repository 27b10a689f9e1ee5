"use strict";

/** One place on a page where somebody writes a post: its text, and where its words stand on the screen. */
class ComposeBox {
  /** @param {HTMLElement} element the outermost editable element, or a text field @param {Composer} composer */
  constructor(element, composer) {
    this.element = element;
    this.composer = composer;
    this.isField = isTextField(element);
    /** @type {TextReading} */
    this.reading = { text: "", pieces: [] };
    /** @type {{scope: Element | null, until: number}} milliseconds since 1970 */
    this.known = { scope: null, until: 0 };
    /** Where the caret was when the focus left a rich editor, in UTF-16 units. */
    this.leftAt = 0;
  }

  /** @returns {string} the text as it stands now; offsets count UTF-16 units */
  read() {
    if (isTextField(this.element)) return this.element.value;
    this.reading = readText(this.element);
    return this.reading.text;
  }

  /** @param {Span} span of the text last read @returns {Range | null} always null for a text field */
  rangeFor(span) {
    return this.isField ? null : rangeForSpan(this.reading, span);
  }

  /**
   * Editors rebuild their DOM under a range, so it is put in its place again; most stand there already.
   * @param {Span} span of the text last read @param {Range | OpaqueRange | null} kept one that may be moved there
   * @returns {Range | OpaqueRange | null} null where the span is not all there
   */
  rangeOver(span, kept) {
    if (isTextField(this.element)) return valueRange(this.element, span, /** @type {OpaqueRange} */ (kept));
    const ends = endsOfSpan(this.reading, span);
    if (!ends) return null;
    const range = kept instanceof Range ? kept : new Range();
    moveRange(range, ends);
    return range;
  }

  /** @returns {number} the caret's offset in the text last read, in UTF-16 units */
  caret() {
    if (isTextField(this.element)) return this.element.selectionEnd ?? 0;
    const selection = this.selection();
    if (!selection?.focusNode || !this.element.contains(selection.focusNode)) return 0;
    return textOffset(this.reading, selection.focusNode, selection.focusOffset);
  }

  /** Inside a shadow root Chromium gives the selection only through the root. @returns {Selection | null} */
  selection() {
    const root = /** @type {ShadowRoot & {getSelection?: () => Selection | null}} */ (this.element.getRootNode());
    return root.getSelection?.() ?? getSelection();
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** To be told when the focus leaves the box: the browser forgets a rich editor's caret then. */
  left() {
    this.leftAt = this.caret();
  }

  /** Gives the focus back, with the caret where it was. */
  focusAgain() {
    this.focus();
    const place = this.isField ? null : placeAt(this.reading, this.leftAt);
    if (place) this.selection()?.collapse(place.node, place.offset);
  }

  /** @returns {Element} the nearest part of the page that holds both the box and a control that submits it */
  scope() {
    const { scope, until } = this.known;
    if (scope?.isConnected && holds(scope, this.element) && Date.now() < until) return scope;
    const found = scopeOf(this.element, this.composer);
    // A control may come only with the first words, so a search in vain does not count for long.
    const nearest = found ?? parentOf(this.element) ?? this.element;
    this.known = { scope: nearest, until: Date.now() + (found ? 60_000 : 1000) };
    return nearest;
  }
}

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field @param {Span} span @param {OpaqueRange | null} kept
 * @returns {OpaqueRange | null}
 */
function valueRange(field, { start, end }, kept) {
  if (kept && kept.startOffset === start && kept.endOffset === end) return kept; // the browser moved it along already
  return end <= field.value.length ? field.createValueRange?.(start, end) ?? null : null;
}

/** What frames one piece of writing on a page: nothing outside it belongs to it. */
const FRAMES = "dialog, [role=dialog], form, article, [role=article], [role=listitem]";
/** The parts of a page; a header or footer is one where it is not the head or foot of a smaller piece. */
const LANDMARKS = "main, [role=main], nav, [role=navigation], aside, [role=complementary], [role=banner]";
const EDGES = "header, footer";

/** @param {Element} element @param {Composer} composer @returns {Element | null} */
function scopeOf(element, composer) {
  for (const { ancestor, beside } of climb(element)) {
    if (beside.some((part) => findVisible(part, composer.submit).length > 0)) return ancestor;
  }
  return null;
}

/** @param {unknown} element @returns {element is HTMLTextAreaElement | HTMLInputElement} */
function isTextField(element) {
  return element instanceof HTMLTextAreaElement
    || (element instanceof HTMLInputElement && ["text", ""].includes(element.getAttribute("type") ?? ""));
}

/** @param {Element} element @param {Composer} composer */
function isEditor(element, composer) {
  return element instanceof HTMLElement && matchesAny(element, composer.editor)
    && !matchesAny(element, composer.exclude) && !matchesAny(element, NEVER_READ);
}

/**
 * The editor an event happened in, from the innermost element outwards: pages keep other boxes behind the one in use.
 * @param {Element[]} path @param {Platform} platform
 * @returns {{element: HTMLElement, composer: Composer} | null}
 */
function editorOnPath(path, platform) {
  const { composers, fallback } = platform;
  for (const composer of fallback ? [...composers, fallback] : composers) {
    const found = path.find((candidate) => isEditor(candidate, composer));
    if (!(found instanceof HTMLElement) || !isVisible(found)) continue;
    const element = outermost(found);
    if (!composer.beside || isBesideControl(element, composer, platform)) return { element, composer };
  }
  return null;
}

/**
 * Whether a box that nobody described exactly is one for posts: within its frame the nearest control publishes, and
 * none sends a message.
 * @param {HTMLElement} element @param {Composer} composer @param {Platform} platform
 */
function isBesideControl(element, composer, platform) {
  if (platform.composers.some(({ exclude }) => matchesAny(element, exclude))) return false;
  for (const { ancestor, beside } of climb(element)) {
    if (beside.some((part) => findVisible(part, [platform.chat]).length > 0)) return false;
    const controls = beside.flatMap((part) => findVisible(part, composer.submit));
    if (controls.some((control) => holds(frameOf(control), element))) return true;
    if (ancestor.matches(FRAMES) || ancestor.matches(LANDMARKS)) return false;
  }
  return false;
}

/** @param {Element} control @returns {Element} the piece of writing or part of the page that it belongs to */
function frameOf(control) {
  const frame = closestOf(control, `${FRAMES}, ${LANDMARKS}, ${EDGES}`);
  if (!frame?.matches(EDGES)) return frame ?? document.documentElement;
  return closestOf(frame, `${FRAMES}, ${LANDMARKS}, section`) ?? frame;
}

/** An editable element inside an editable element is part of it. @param {HTMLElement} element */
function outermost(element) {
  let top = element;
  for (let here = parentOf(element); here instanceof HTMLElement && here.isContentEditable; here = parentOf(here)) {
    top = here;
  }
  return top;
}

/**
 * The editors that a submit control sends: those in the nearest part of the page around it that holds any, if it is
 * theirs, too. A button that opens another box is not.
 * @param {Element} control @param {Composer} composer @returns {HTMLElement[]}
 */
function editorsNear(control, composer) {
  for (const { beside } of climb(control)) {
    const found = beside.flatMap((part) => editorsIn(part, composer));
    if (found.length > 0) return found.filter((editor) => belongsTogether(control, editor, composer));
  }
  return [];
}

/** @param {Element | ShadowRoot} part @param {Composer} composer @returns {HTMLElement[]} */
function editorsIn(part, composer) {
  const found = findVisible(part, composer.editor)
    .filter((element) => element instanceof HTMLElement && isEditor(element, composer));
  return [...new Set(/** @type {HTMLElement[]} */ (found).map(outermost))];
}

/** @param {Element} control @param {HTMLElement} editor @param {Composer} composer */
function belongsTogether(control, editor, composer) {
  const scope = scopeOf(editor, composer);
  if (scope && holds(scope, control)) return true;
  const frame = closestOf(editor, FRAMES);
  return frame !== null && holds(frame, control);
}
