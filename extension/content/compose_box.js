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
    /** @type {Element | null} */
    this.knownScope = null;
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

  /** @returns {Element} the nearest part of the page that holds both the box and its submit control */
  scope() {
    if (!this.knownScope?.isConnected || !this.knownScope.contains(this.element)) this.knownScope = this.findScope();
    return this.knownScope;
  }

  /** @returns {Element} */
  findScope() {
    for (let here = parentOf(this.element); here; here = parentOf(here)) {
      if (findSubmitControls(here, this.composer).length > 0) return here;
    }
    return parentOf(this.element) ?? this.element;
  }
}

/** @param {unknown} element @returns {element is HTMLTextAreaElement | HTMLInputElement} */
function isTextField(element) {
  return element instanceof HTMLTextAreaElement
    || (element instanceof HTMLInputElement && ["text", ""].includes(element.getAttribute("type") ?? ""));
}

/** @param {Element} scope @param {Composer} composer @returns {Element[]} */
function findSubmitControls(scope, composer) {
  const marked = findVisible(scope, composer.submit);
  if (composer.submit_words.length === 0) return marked;
  const buttons = findVisible(scope, ["button", "[role=button]", "input[type=submit]"]);
  return [...marked, ...buttons.filter((button) => isSubmitControl(button, composer))];
}

/** @param {Element} element @param {Composer} composer */
function isSubmitControl(element, composer) {
  if (matchesAny(element, composer.submit)) return true;
  if (composer.submit_words.length === 0 || !element.matches("button, [role=button], input[type=submit]")) return false;
  const label = element.getAttribute("aria-label") ?? element.getAttribute("value") ?? element.textContent ?? "";
  return composer.submit_words.some((words) => words.toLowerCase() === label.trim().toLowerCase());
}

/** @param {Element} element @param {Composer} composer */
function isEditor(element, composer) {
  return element instanceof HTMLElement && matchesAny(element, composer.editor)
    && !matchesAny(element, composer.exclude);
}

/**
 * The editor an event happened in, from the innermost element outwards: pages keep other boxes behind the one in use.
 * @param {Element[]} path @param {Platform} platform
 * @returns {{element: HTMLElement, composer: Composer} | null}
 */
function editorOnPath(path, platform) {
  for (const composer of platform.composers) {
    const element = path.find((candidate) => isEditor(candidate, composer));
    if (element instanceof HTMLElement && isVisible(element)) return { element: outermost(element), composer };
  }
  return null;
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
 * The editors that a submit control sends: those in the nearest part of the page around it that holds any.
 * @param {Element} control @param {Composer} composer @returns {HTMLElement[]}
 */
function editorsNear(control, composer) {
  for (let here = parentOf(control); here; here = parentOf(here)) {
    const found = findVisible(here, composer.editor).filter((element) => isEditor(element, composer));
    if (found.length > 0) return found.filter((element) => element instanceof HTMLElement).map(outermost);
  }
  return [];
}
