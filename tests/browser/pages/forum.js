/** A plain site: a form with a text area, and a rich box with a button. */
window.published = [];

function publish(text, how) {
  if (text.trim() === "") return;
  window.published.push({ text, how });
  const item = document.createElement("li");
  item.textContent = text;
  document.querySelector("#posts").append(item);
}

const field = document.querySelector("#text");
const rich = document.querySelector("#rich");

document.querySelector("#reply").addEventListener("submit", (event) => {
  event.preventDefault();
  publish(field.value, "submit");
  setTimeout(() => { field.value = ""; }, 150);
});
document.querySelector("#comment").addEventListener("click", () => {
  publish(rich.innerText, "click");
  setTimeout(() => { rich.textContent = ""; }, 150);
});
