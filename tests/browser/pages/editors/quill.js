import Quill from "quill";

/** @param {HTMLElement} home */
export function startQuill(home) {
  const quill = new Quill(home, { modules: { toolbar: false, history: { delay: 0, userOnly: true } } });
  quill.root.setAttribute("role", "textbox");
  quill.root.setAttribute("aria-label", "Rich reply");
  return {
    read: () => quill.getText().replace(/\n$/, ""),
    render: () => {
      quill.formatText(0, quill.getLength(), "bold", true, "silent");
      quill.formatText(0, quill.getLength(), "bold", false, "silent");
    },
  };
}
