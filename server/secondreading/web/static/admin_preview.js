/** The rule editor's live preview: the form is sent as it stands; the answer's preview takes the old one's place. */

const PAUSE_MS = 600;
const form = /** @type {HTMLFormElement} */ (document.getElementById("rule-form"));
let waiting = 0;
/** @type {AbortController | null} */
let asking = null;

/** Without an answer the preview stays as it was; the button below the text still works. */
async function refresh() {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const shown = document.getElementById("preview");
  shown?.setAttribute("aria-busy", "true");
  const sent = new FormData(form);
  sent.set("act", "preview");
  try {
    const body = new URLSearchParams(/** @type {any} */ (sent));
    const answer = await fetch(location.href, { method: "POST", body, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (fresh && !mine.signal.aborted) document.getElementById("preview")?.replaceWith(document.adoptNode(fresh));
  } catch (fault) {
    if (!mine.signal.aborted) console.warn("No preview:", fault instanceof Error ? fault.name : "unknown");
  } finally {
    if (!mine.signal.aborted) document.getElementById("preview")?.setAttribute("aria-busy", "false");
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = window.setTimeout(refresh, PAUSE_MS);
});
