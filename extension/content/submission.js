"use strict";

/**
 * Recognising that somebody is about to post, and doing the same thing again later.
 *
 * @typedef {{kind: "button" | "shortcut" | "form", target: HTMLElement, control: Element,
 *   submitter: HTMLElement | null, ctrlKey: boolean, metaKey: boolean, composer: Composer,
 *   editors: HTMLElement[]}} Submission `target` is the innermost part, `control` the whole of what was pressed
 */

const NO_SUBMISSION = { submitter: null, ctrlKey: false, metaKey: false };

/** Everything a page may take for "post": some act on the press, some on the release, some on the click. */
const SUBMIT_EVENTS = [
  "pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "submit",
  "keydown", "keypress", "keyup",
];

/** The one event of each kind that is always there and comes last. @param {Event} event */
const isDecisive = (event) => ["click", "submit", "keydown"].includes(event.type);

/** @param {Event} event @param {Composer[]} composers @returns {Submission | null} */
function recogniseSubmission(event, composers) {
  for (const composer of composers) {
    const found = event.type === "submit" ? asForm(event, composer)
      : event instanceof KeyboardEvent ? asKey(event, composer)
        : asButton(event, composer);
    if (found) return found;
  }
  return null;
}

/** @param {Event} event @param {Composer} composer @returns {Submission | null} */
function asButton(event, composer) {
  const path = elementsOnPath(event);
  const control = path.find((element) => matchesAny(element, composer.submit));
  if (!control) return null;
  const editors = editorsNear(control, composer);
  // The innermost part that was pressed: a control's own script may sit deep in its shadow root.
  const target = path.find((element) => element instanceof HTMLElement);
  if (editors.length === 0 || !(target instanceof HTMLElement)) return null;
  return { ...NO_SUBMISSION, kind: "button", target, control, composer, editors };
}

/** @param {KeyboardEvent} event @param {Composer} composer @returns {Submission | null} */
function asKey(event, composer) {
  if (event.isComposing || (event.key !== "Enter" && event.key !== " ")) return null;
  const found = elementsOnPath(event).find((element) => isEditor(element, composer));
  if (!(found instanceof HTMLElement)) return asButton(event, composer);
  const editor = outermost(found);
  if (event.key !== "Enter" || !isSubmitKey(event, composer, editor)) return null;
  const scope = scopeOf(editor, composer);
  const editors = [...new Set([editor, ...(scope ? editorsIn(scope, composer) : [])])];
  const { ctrlKey, metaKey } = event;
  return { ...NO_SUBMISSION, kind: "shortcut", target: found, control: found, ctrlKey, metaKey, composer, editors };
}

/** @param {KeyboardEvent} event @param {Composer} composer @param {HTMLElement} editor */
function isSubmitKey({ ctrlKey, metaKey, shiftKey, altKey }, { keys }, editor) {
  if (altKey || shiftKey) return false;
  // Many sites take it though nobody wrote so down; where one does not, asking once too often harms nobody.
  if (ctrlKey || metaKey) return true;
  // In an open list of names the key chooses a name.
  const isChoosing = editor.hasAttribute("aria-activedescendant") || editor.getAttribute("aria-expanded") === "true";
  return keys.includes("enter") && !isChoosing;
}

/** @param {Event} event @param {Composer} composer @returns {Submission | null} */
function asForm(event, composer) {
  const form = event.composedPath()[0];
  if (!(form instanceof HTMLFormElement)) return null;
  const editors = editorsIn(form, composer);
  if (editors.length === 0) return null;
  const submitter = /** @type {SubmitEvent} */ (event).submitter;
  return { ...NO_SUBMISSION, kind: "form", target: form, control: form, submitter, composer, editors };
}

/** Does what the person did, once more. @param {Submission} submission */
function repeatSubmission({ kind, target, control, submitter, ctrlKey, metaKey }) {
  if (kind === "form") return /** @type {HTMLFormElement} */ (target).requestSubmit(submitter);
  if (kind === "shortcut") return pressEnter(target, { ctrlKey, metaKey });
  // A site may have drawn the inside of its button anew in the meantime.
  return pressButton(target.isConnected || !(control instanceof HTMLElement) ? target : control);
}

/** @param {HTMLElement} target @param {{ctrlKey: boolean, metaKey: boolean}} modifiers as they were held */
function pressEnter(target, modifiers) {
  for (const type of ["keydown", "keyup"]) {
    target.dispatchEvent(new KeyboardEvent(type, {
      key: "Enter", code: "Enter", keyCode: 13, which: 13, ...modifiers,
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
