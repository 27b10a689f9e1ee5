/** The icon in the toolbar: tells at a glance how the draft in its tab stands. */

/** @type {Record<Severity, string>} */
const COLOURS = { advise: "#0f6c79", warn: "#8f5200", confirm: "#86309f" };
const QUIET = "#5b6673";

/** @param {number} tabId @param {WatchState} state @param {string} server its name, for people */
export async function showState(tabId, state, server) {
  const { text, colour, title } = face(state, server);
  await Promise.all([
    chrome.action.setBadgeText({ tabId, text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: colour }),
    chrome.action.setTitle({ tabId, title: `${chrome.i18n.getMessage("name")}: ${title}` }),
  ]).catch(() => undefined); // the tab was closed
}

/** @param {WatchState} state @param {string} server @returns {{text: string, colour: string, title: string}} */
function face({ boxes, phase, notes, worst, reason }, server) {
  const say = chrome.i18n.getMessage;
  if (boxes === 0) return { text: "", colour: QUIET, title: say("popup_no_box") };
  if (phase === "not_checked") {
    return { text: "–", colour: QUIET, title: say("badge_not_checked_why", say(`reason_${reason}`, server)) };
  }
  if (phase === "empty") return { text: "", colour: QUIET, title: say("popup_empty") };
  if (phase === "checking") return { text: "…", colour: QUIET, title: say("badge_checking") };
  if (notes === 0 || !worst) return { text: "", colour: QUIET, title: say("badge_clean") };
  const title = notes === 1 ? say("badge_note") : say("badge_notes", String(notes));
  return { text: String(notes), colour: COLOURS[worst], title };
}
