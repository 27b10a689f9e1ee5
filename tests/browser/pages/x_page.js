/**
 * A page built like X: Draft.js editors, X's own marks on boxes and buttons, a modal over the home box, a search box.
 * What it "publishes" it lists in #posts and in window.published. The address says which screen it shows:
 * /home, /compose/post, and the query: quote, reply, picture, thread, acts_on=<event>, needs_real_press.
 */
import { Editor, EditorState, getDefaultKeyBinding } from "draft-js";
import { createElement as h, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

const query = new URLSearchParams(location.search);
const actsOn = query.get("acts_on") ?? "click";

window.published = [];
window.models = {};

/** @param {string} text @param {string} how */
function publish(text, how) {
  window.published.push({ text, how });
  const item = document.createElement("li");
  item.textContent = text;
  document.querySelector("#posts").append(item);
}

/** @param {{number: number, state: EditorState, setState: Function, post: Function}} props */
function Box({ number, state, setState, post }) {
  const editor = useRef(null);
  const frame = useRef(null);
  // Draft.js has no way to set X's mark on its editable element, so it is set from outside, as X's build does inside.
  useEffect(() => {
    frame.current.querySelector("[contenteditable]").dataset.testid = `tweetTextarea_${number}`;
  });
  const bindKey = (event) => (event.key === "Enter" && (event.ctrlKey || event.metaKey) ? "post"
    : getDefaultKeyBinding(event));
  return h("div", { ref: frame, className: "editor", "data-testid": `tweetTextarea_${number}RichTextInputContainer` },
    h(Editor, {
      ref: editor,
      editorState: state,
      onChange: setState,
      ariaLabel: "Post text",
      role: "textbox",
      placeholder: "What’s happening?",
      keyBindingFn: bindKey,
      handleKeyCommand: (command) => (command === "post" ? (post("key"), "handled") : "not-handled"),
    }));
}

/** @param {{name: string, inline: boolean, children?: unknown}} props */
function Composer({ name, inline, children }) {
  const [states, setStates] = useState(() => Array.from({ length: query.has("thread") ? 2 : 1 },
    () => EditorState.createEmpty()));
  window.models[name] = () => states.map((state) => state.getCurrentContent().getPlainText()).join("\n---\n");
  const post = (how) => {
    const text = window.models[name]();
    if (text.trim() === "") return;
    publish(text, how);
    // Like the real site, the box is emptied only when the server has answered.
    setTimeout(() => setStates(states.map(() => EditorState.createEmpty())), 150);
  };
  const press = (event) => {
    if (query.has("needs_real_press") && !event.isTrusted) return;
    post(event.type);
  };
  const boxes = states.map((state, number) => h(Box, {
    key: number, number, state, post,
    setState: (next) => setStates((all) => all.map((one, place) => (place === number ? next : one))),
  }));
  const names = { click: "onClick", pointerdown: "onPointerDown", mousedown: "onMouseDown", mouseup: "onMouseUp" };
  const twin = inline && h("div", {
    key: "twin", className: "twin", contentEditable: true, role: "textbox", "data-testid": "tweetTextarea_9",
    "aria-hidden": "true", tabIndex: -1, suppressContentEditableWarning: true,
  }, "In camera last night council was told the roof will be late.");
  return h("div", { className: "composer", "data-name": name },
    twin, ...boxes, children,
    h("div", { "data-testid": "toolBar", className: "toolbar" },
      h("span", { className: "icons" }, "🖼️  😊  📍"),
      h("button", {
        type: "button",
        className: "post",
        "data-testid": inline ? "tweetButtonInline" : "tweetButton",
        [names[actsOn]]: press,
      }, h("span", null, "Post"))));
}

const attachments = {
  quote: () => h("div", { "data-testid": "attachments", className: "quoted" },
    h("div", { "data-testid": "User-Name" }, "A Resident"), h("time", null, "1h"),
    h("div", { "data-testid": "tweetText" }, "The bridge is closed again.")),
  picture: () => h("div", { "data-testid": "attachments" },
    h("img", { alt: "", src: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", width: 40, height: 40 }),
    h("a", { "data-testid": "altTextWrapper", "aria-label": "Add description" }, "Add description")),
};

function Modal() {
  const [kind] = Object.keys(attachments).filter((name) => query.has(name));
  return h("div", { className: "veil" },
    h("div", { role: "dialog", "aria-modal": "true", "aria-label": "Compose", className: "modal" },
      query.has("reply") && h("article", { "data-testid": "tweet" }, "Pothole again!"),
      h(Composer, { name: "modal", inline: false }, kind && attachments[kind]())));
}

function Page() {
  return h("div", { className: "frame" },
    h("nav", { "aria-label": "Primary" },
      h("a", { href: "/MapleBendCity", "data-testid": "AppTabBar_Profile_Link" }, "Profile"),
      h("button", { type: "button", "data-testid": "SideNav_AccountSwitcher_Button" },
        h("div", null, "City of Maple Bend"), h("div", null, "@MapleBendCity"))),
    h("main", null,
      h("h1", null, "Home"),
      h(Composer, { name: "home", inline: true }),
      h("button", { type: "button", className: "twin", "data-testid": "tweetButton", tabIndex: -1 }),
      h("article", { "data-testid": "tweet" }, h("div", { "data-testid": "tweetText" }, "Pothole again!")),
      h("ul", { id: "posts", "aria-label": "Published" })),
    h("aside", null, h("form", { role: "search" }, h("div", {
      "data-testid": "SearchBox_Search_Input", role: "combobox", contentEditable: true, "aria-label": "Search query",
      suppressContentEditableWarning: true, "aria-expanded": "false", "aria-controls": "posts",
    })), h("div", { "data-testid": "dmComposerTextInputRichTextInputContainer" }, h("div", {
      "data-testid": "dmComposerTextInput", role: "textbox", contentEditable: true, "aria-label": "Message",
      suppressContentEditableWarning: true,
    }))),
    location.pathname === "/compose/post" && h(Modal));
}

createRoot(document.querySelector("#root")).render(h(Page));
