import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";

/**
 * A field whose every value comes from React's state.
 * @param {HTMLElement} home @param {string} tag @param {object} more
 */
function start(home, tag, more) {
  let text = "";
  let renderAgain = () => undefined;
  function Box() {
    const [value, setValue] = useState("");
    const [turn, setTurn] = useState(0);
    text = value;
    renderAgain = () => setTurn(turn + 1);
    const onChange = (event) => setValue(event.target.value);
    return h(tag, { "aria-label": "Your reply", "data-turn": turn, value, onChange, ...more });
  }
  createRoot(home).render(h(Box));
  return { read: () => text, render: () => renderAgain() };
}

/** @param {HTMLElement} home */
export const startReactTextarea = (home) => start(home, "textarea", { rows: 4 });
/** @param {HTMLElement} home */
export const startReactInput = (home) => start(home, "input", { type: "text", size: 60 });
