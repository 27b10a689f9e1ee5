/**
 * One compose box, made with the editor that the address names: /editors.html?slate. What it publishes stands in
 * window.published; window.model() is the text as the editor itself knows it; window.render() makes it draw itself
 * anew.
 */
import { startDraft } from "./editors/draft.js";
import { startLexical, startLexicalRich } from "./editors/lexical.js";
import { startPlain, startPlaintextOnly, startShadow, startTextarea } from "./editors/plain.js";
import { startProseMirror, startTipTap } from "./editors/prosemirror.js";
import { startQuill } from "./editors/quill.js";
import { startReactInput, startReactTextarea } from "./editors/react_fields.js";
import { startSlate } from "./editors/slate.js";

const EDITORS = {
  draft: startDraft,
  lexical: startLexical,
  lexical_rich: startLexicalRich,
  quill: startQuill,
  prosemirror: startProseMirror,
  tiptap: startTipTap,
  slate: startSlate,
  textarea: startTextarea,
  react_textarea: startReactTextarea,
  react_input: startReactInput,
  contenteditable: startPlain,
  plaintext_only: startPlaintextOnly,
  in_shadow: startShadow,
};

const MAKE_MARKUP = ["quill", "tiptap"];
const [name] = new URLSearchParams(location.search).keys();
if (MAKE_MARKUP.includes(name)) {
  const asItIs = (text) => text;
  window.trustedTypes?.createPolicy("default", { createHTML: asItIs });
}
const editor = EDITORS[name](document.querySelector("#home"));

window.published = [];
window.model = editor.read;
window.render = editor.render;
document.querySelector("#publish").addEventListener("click", () => {
  if (editor.read().trim() !== "") window.published.push({ text: editor.read(), how: "click" });
});
document.documentElement.dataset.ready = name;
