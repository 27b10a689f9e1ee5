/** What the page "did" it lists in window.acts: menus act on a click, and on Enter as menus do. */
window.acts = [];
for (const item of document.querySelectorAll("[role=menuitem]")) {
  item.addEventListener("click", () => window.acts.push(item.textContent));
  item.addEventListener("keydown", (event) => {
    if (event.key === "Enter") window.acts.push(item.textContent);
  });
}
