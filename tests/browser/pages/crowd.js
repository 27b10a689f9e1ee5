/** Boxes that no platform file describes: a reply, one in an open shadow root, a chat in the corner, a hidden twin. */
window.pressed = [];

const root = document.querySelector("#modal").attachShadow({ mode: "open" });
const dialog = document.createElement("div");
dialog.setAttribute("role", "dialog");
const box = document.createElement("div");
box.contentEditable = "true";
box.id = "inner";
box.style.minHeight = "40px";
const button = document.createElement("button");
button.id = "go";
button.textContent = "Publish";
dialog.append(box, button);
root.append(dialog);

for (const name of ["opener", "publish", "send"]) {
  document.querySelector(`#${name}`).addEventListener("click", () => window.pressed.push(name));
}
button.addEventListener("click", () => window.pressed.push("go"));
