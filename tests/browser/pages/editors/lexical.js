import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerPlainText } from "@lexical/plain-text";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $getRoot, createEditor } from "lexical";

/** @param {HTMLElement} home @param {Function} register */
function start(home, register) {
  const root = document.createElement("div");
  root.contentEditable = "true";
  root.setAttribute("role", "textbox");
  root.setAttribute("aria-label", "Rich reply");
  home.append(root);
  const editor = createEditor({ namespace: "forum", onError: (error) => { throw error; } });
  editor.setRootElement(root);
  register(editor);
  registerHistory(editor, createEmptyHistoryState(), 0);
  editor.update(() => { $getRoot().append($createParagraphNode()); }, { discrete: true });
  return {
    read: () => editor.getEditorState().read(() => $getRoot().getTextContent()),
    render: () => editor.update(() => { $getRoot().getAllTextNodes().forEach((node) => node.markDirty()); }),
  };
}

/** @param {HTMLElement} home */
export const startLexical = (home) => start(home, registerPlainText);
/** @param {HTMLElement} home */
export const startLexicalRich = (home) => start(home, registerRichText);
