import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";

/** Undo by key, not by the clock: the same keys lead to the same text on a slow machine. */
const EACH_KEY = { undoRedo: { newGroupDelay: 0 } };

/** @param {HTMLElement} home */
export function startProseMirror(home) {
  const plugins = [history({ newGroupDelay: 0 }), keymap({ "Mod-z": undo, "Mod-y": redo }), keymap(baseKeymap)];
  const attributes = { role: "textbox", "aria-label": "Rich reply" };
  const view = new EditorView(home, { state: EditorState.create({ schema, plugins }), attributes });
  return {
    read: () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n"),
    render: () => {
      const all = Decoration.inline(0, view.state.doc.content.size, { class: "fresh" });
      view.setProps({ decorations: (state) => DecorationSet.create(state.doc, [all]) });
      view.setProps({ decorations: () => DecorationSet.empty });
    },
  };
}

/** @param {HTMLElement} home */
export function startTipTap(home) {
  const editorProps = { attributes: { role: "textbox", "aria-label": "Rich reply" } };
  const extensions = [StarterKit.configure(EACH_KEY)];
  const editor = new Editor({ element: home, extensions, editorProps, injectCSS: false });
  return {
    read: () => editor.getText({ blockSeparator: "\n" }),
    render: () => editor.view.updateState(editor.view.state.reconfigure({ plugins: editor.view.state.plugins })),
  };
}
