"use strict";

/**
 * Putting a fix into an editor the way its own spell checker would, so that the editor's model, caret and undo agree.
 * Editors learn of a new selection from an event that comes later, hence the short waits. An editor that has not heard
 * of it takes the words that come for the browser's own change, and then cannot undo it.
 */
const EDITOR_SETTLES_MS = 30;
const EVENT_COMES_MS = 200; // at most; there is none where the words were selected already

/**
 * @param {ComposeBox} box @param {Suggestion} suggestion for the text as it stands now
 * @returns {Promise<boolean>} whether the box now holds exactly the mended text
 */
async function applySuggestion(box, { span, text }) {
  const before = box.read();
  const wanted = before.slice(0, span.start) + text + before.slice(span.end);
  if (isTextField(box.element)) return replaceInField(box.element, span, text, wanted);
  const heard = selectionChanges();
  if (!selectSpan(box, span)) return false;
  await heard;
  await pause(EDITOR_SETTLES_MS);
  for (const attempt of text === "" ? REMOVALS : REPLACEMENTS) {
    const tookIt = attempt(box, span, text);
    await pause(EDITOR_SETTLES_MS);
    if (box.read() === wanted) return true;
    if (tookIt || box.read() !== before) return false; // a second way would garble what the first one did
  }
  return false;
}

/**
 * Each says whether the editor took it up. The browser's own spell checker sends the first kind of event; Lexical,
 * Quill and Slate handle it themselves. Draft.js, ProseMirror and plain editors follow the command. Paste is last.
 * @type {((box: ComposeBox, span: Span, text: string) => boolean)[]}
 */
const REPLACEMENTS = [
  (box, span, text) => sendBeforeInput(box, span, "insertReplacementText", text),
  (_box, _span, text) => document.execCommand("insertText", false, text),
  (box, span, text) => selectSpan(box, span) && sendPaste(box, text),
];

/** @type {((box: ComposeBox, span: Span, text: string) => boolean)[]} */
const REMOVALS = [
  (box, span) => sendBeforeInput(box, span, "deleteContentBackward", null),
  (box) => sendBackspace(box),
  () => document.execCommand("delete"),
];

/** @returns {Promise<void>} fulfilled when the page was told of a new selection, or when it surely is not */
function selectionChanges() {
  return new Promise((resolve) => {
    document.addEventListener("selectionchange", () => resolve(), { once: true });
    setTimeout(resolve, EVENT_COMES_MS);
  });
}

/** @param {ComposeBox} box @param {Span} span @returns {boolean} */
function selectSpan(box, span) {
  box.focus();
  const range = box.rangeFor(span);
  const selection = box.selection();
  if (!range || !selection) return false;
  selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  return true;
}

/**
 * Carries no DataTransfer: Firefox forbids a page to touch one that an extension made.
 * @param {ComposeBox} box @param {Span} span @param {string} inputType @param {string | null} data
 */
function sendBeforeInput(box, span, inputType, data) {
  const range = box.rangeFor(span);
  const targetRanges = range ? [new StaticRange(range)] : [];
  const event = new InputEvent("beforeinput", {
    bubbles: true, cancelable: true, composed: true, inputType, data, targetRanges,
  });
  return !box.element.dispatchEvent(event);
}

/** @param {ComposeBox} box */
function sendBackspace(box) {
  const event = new KeyboardEvent("keydown", {
    bubbles: true, cancelable: true, composed: true, key: "Backspace", code: "Backspace", keyCode: 8, which: 8,
  });
  return !box.element.dispatchEvent(event);
}

/** @param {ComposeBox} box @param {string} text */
function sendPaste(box, text) {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, composed: true, clipboardData });
  return !box.element.dispatchEvent(event);
}

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} field @param {Span} span @param {string} text @param {string} wanted
 */
function replaceInField(field, span, text, wanted) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(span.start, span.end);
  if (text === "") document.execCommand("delete");
  else document.execCommand("insertText", false, text);
  if (field.value === wanted) return true;
  // The page may watch the property itself; the browser's own setter gets past that, at the price of undo.
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, wanted);
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText", data: text }));
  field.setSelectionRange(span.start + text.length, span.start + text.length);
  return field.value === wanted;
}
