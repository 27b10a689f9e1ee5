/**
 * The rule editor's live preview: the form is sent as it stands, and the answer's preview takes the old one's place.
 * One question at a time: judging a rule is work for the server, and only the newest state of the form matters.
 */

const PAUSE_MS = 600;
const form = /** @type {HTMLFormElement} */ (document.getElementById("rule-form"));
let waiting = 0;
let isAsking = false;
let isStale = false;

/** Without an answer the preview stays as it was; the button below the text still works. */
async function refresh() {
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  isStale = false;
  document.getElementById("preview")?.setAttribute("aria-busy", "true");
  try {
    await showAnswer();
  } catch (fault) {
    console.warn("No preview:", fault instanceof Error ? fault.name : "unknown");
  }
  document.getElementById("preview")?.setAttribute("aria-busy", "false");
  isAsking = false;
  if (isStale) await refresh();
}

async function showAnswer() {
  const sent = new FormData(form);
  sent.set("act", "preview");
  const body = new URLSearchParams(/** @type {any} */ (sent));
  const answer = await fetch(location.href, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("preview");
  if (fresh) document.getElementById("preview")?.replaceWith(document.adoptNode(fresh));
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = window.setTimeout(refresh, PAUSE_MS);
});
