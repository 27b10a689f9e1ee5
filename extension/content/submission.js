"use strict";

/**
 * Recognising that somebody is about to post, and doing the same thing again later.
 *
 * @typedef {{kind: "button" | "shortcut" | "form", target: HTMLElement, submitter: HTMLElement | null,
 *   withMeta: boolean, composer: Composer, editors: HTMLElement[]}} Submission
 */

/** Everything a page may take for "post": some act on the press, some on the release, some on the click. */
const SUBMIT_EVENTS = [
  "pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "submit",
  "keydown", "keypress", "keyup",
];

/** The one event of each kind that is always there and comes last. @param {Event} event */
const isDecisive = (event) => ["click", "submit", "keydown"].includes(event.type);

/** @param {Event} event @param {Platform} platform @returns {Submission | null} */
function recogniseSubmission(event, platform) {
  for (const composer of platform.composers) {
    const found = event.type === "submit" ? asForm(event, composer)
      : event instanceof KeyboardEvent ? asKey(event, composer)
        : asButton(event, composer);
    if (found) return found;
  }
  return null;
}

/** @param {Event} event @param {Composer} composer @returns {Submission | null} */
function asButton(event, composer) {
  const target = elementsOnPath(event).find((element) => isSubmitControl(element, composer));
  if (!(target instanceof HTMLElement)) return null;
  const editors = editorsNear(target, composer);
  if (editors.length === 0) return null;
  return { kind: "button", target, submitter: null, withMeta: false, composer, editors };
}

/** @param {KeyboardEvent} event @param {Composer} composer @returns {Submission | null} */
function asKey(event, composer) {
  if (event.isComposing || (event.key !== "Enter" && event.key !== " ")) return null;
  const editor = elementsOnPath(event).find((element) => isEditor(element, composer));
  if (!(editor instanceof HTMLElement)) return asButton(event, composer);
  if (event.key !== "Enter" || !isSubmitKey(event, composer)) return null;
  const scope = new ComposeBox(outermost(editor), composer).scope();
  const others = findVisible(scope, composer.editor).filter((element) => isEditor(element, composer));
  const editors = [...new Set([editor, ...others].filter((one) => one instanceof HTMLElement).map(outermost))];
  return { kind: "shortcut", target: editor, submitter: null, withMeta: event.metaKey, composer, editors };
}

/** @param {KeyboardEvent} event @param {Composer} composer */
function isSubmitKey({ ctrlKey, metaKey, shiftKey, altKey }, { keys }) {
  if (ctrlKey || metaKey) return keys.includes("mod+enter");
  return !shiftKey && !altKey && keys.includes("enter");
}

/** @param {Event} event @param {Composer} composer @returns {Submission | null} */
function asForm(event, composer) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return null;
  const editors = findVisible(form, composer.editor)
    .filter((element) => isEditor(element, composer))
    .filter((element) => element instanceof HTMLElement);
  if (editors.length === 0) return null;
  const submitter = /** @type {SubmitEvent} */ (event).submitter;
  return { kind: "form", target: form, submitter, withMeta: false, composer, editors: editors.map(outermost) };
}

/** Does what the person did, once more. @param {Submission} submission */
function repeatSubmission({ kind, target, submitter, withMeta }) {
  if (kind === "form") /** @type {HTMLFormElement} */ (target).requestSubmit(submitter);
  else if (kind === "shortcut") pressEnter(target, withMeta);
  else pressButton(target);
}

/** @param {HTMLElement} target @param {boolean} withMeta the Mac's Command key instead of Ctrl */
function pressEnter(target, withMeta) {
  for (const type of ["keydown", "keyup"]) {
    target.dispatchEvent(new KeyboardEvent(type, {
      key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey: !withMeta, metaKey: withMeta,
      bubbles: true, cancelable: true, composed: true,
    }));
  }
}

/** @param {HTMLElement} target */
function pressButton(target) {
  const { x, y, width, height } = target.getBoundingClientRect();
  const shared = {
    bubbles: true, cancelable: true, composed: true, button: 0, detail: 1, view: window,
    clientX: x + width / 2, clientY: y + height / 2,
  };
  const pointer = { ...shared, pointerId: 1, pointerType: "mouse", isPrimary: true };
  target.dispatchEvent(new PointerEvent("pointerdown", { ...pointer, buttons: 1 }));
  target.dispatchEvent(new MouseEvent("mousedown", { ...shared, buttons: 1 }));
  target.dispatchEvent(new PointerEvent("pointerup", pointer));
  target.dispatchEvent(new MouseEvent("mouseup", shared));
  target.click();
}
