/** A rich box made with Lexical, which owns its DOM and takes changes only through its own input handling. */
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerPlainText } from "@lexical/plain-text";
import { $createParagraphNode, $getRoot, createEditor } from "lexical";

window.published = [];
const root = document.querySelector("#rich");
const editor = createEditor({ namespace: "forum", onError: (error) => { throw error; } });
editor.setRootElement(root);
registerPlainText(editor);
registerHistory(editor, createEmptyHistoryState(), 0);
editor.update(() => { $getRoot().append($createParagraphNode()); });

window.models = { lexical: () => editor.getEditorState().read(() => $getRoot().getTextContent()) };

document.querySelector("#comment").addEventListener("click", () => {
  window.published.push({ text: window.models.lexical(), how: "click" });
  editor.update(() => { $getRoot().clear().append($createParagraphNode()); });
});
