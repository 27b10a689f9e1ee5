/** @param {HTMLElement} home @param {string} editable */
function start(home, editable) {
  const box = document.createElement("div");
  box.setAttribute("contenteditable", editable);
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-label", "Rich reply");
  home.append(box);
  const render = () => box.replaceChildren(...[...box.childNodes].map((node) => node.cloneNode(true)));
  return { read: () => box.innerText, render };
}

/** @param {HTMLElement} home */
export const startPlain = (home) => start(home, "true");
/** @param {HTMLElement} home */
export const startPlaintextOnly = (home) => start(home, "plaintext-only");

/** @param {HTMLElement} home */
export function startShadow(home) {
  const root = home.attachShadow({ mode: "open" });
  const inner = document.createElement("div");
  root.append(inner);
  return start(inner, "true");
}

/** @param {HTMLElement} home */
export function startTextarea(home) {
  const field = document.createElement("textarea");
  field.rows = 4;
  field.setAttribute("aria-label", "Your reply");
  home.append(field);
  return { read: () => field.value, render: () => { field.style.padding = "9px"; } };
}
