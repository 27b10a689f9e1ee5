/** Keeps what was pressed, also in open shadow roots: the name stands in data-press. */
window.pressed = [];

document.addEventListener("click", (event) => {
  const pressed = event.composedPath().find((part) => part instanceof Element && part.hasAttribute("data-press"));
  if (pressed) window.pressed.push(pressed.getAttribute("data-press"));
});
