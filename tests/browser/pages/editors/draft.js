import { Editor, EditorState } from "draft-js";
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";

/** @param {HTMLElement} home */
export function startDraft(home) {
  let state = EditorState.createEmpty();
  let renderAgain = () => undefined;
  function Box() {
    const [shown, show] = useState(state);
    state = shown;
    renderAgain = () => show(EditorState.forceSelection(EditorState.createWithContent(state.getCurrentContent()),
      state.getSelection()));
    return h(Editor, { editorState: shown, onChange: show, ariaLabel: "Rich reply", role: "textbox" });
  }
  createRoot(home).render(h(Box));
  return { read: () => state.getCurrentContent().getPlainText(), render: () => renderAgain() };
}
