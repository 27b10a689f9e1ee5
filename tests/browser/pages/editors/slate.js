import { createElement as h, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Node } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";

/** @param {HTMLElement} home */
export function startSlate(home) {
  let made = null;
  let renderAgain = () => undefined;
  function Box() {
    const editor = useMemo(() => withHistory(withReact(createEditor())), []);
    const [turn, setTurn] = useState(0);
    made = editor;
    renderAgain = () => setTurn(turn + 1);
    const renderElement = ({ attributes, children }) => h("div", { ...attributes, "data-turn": turn }, children);
    const initialValue = [{ type: "paragraph", children: [{ text: "" }] }];
    const box = h(Editable, { role: "textbox", "aria-label": "Rich reply", renderElement });
    return h(Slate, { editor, initialValue }, box);
  }
  createRoot(home).render(h(Box));
  return { read: () => made.children.map((node) => Node.string(node)).join("\n"), render: () => renderAgain() };
}
