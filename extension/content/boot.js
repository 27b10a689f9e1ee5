"use strict";

/** Starts the watch inside the extension, and stops it when the person pauses or the extension goes away. */

/** @type {AbortController | null} */
let running = null;
const gateLife = new AbortController();
const gate = new SubmitGate(gateLife.signal);

/** @type {Watch | null} */
let watch = null;

/** @type {Element[]} those that were read before a pause, to be read again after it */
let knownBoxes = [];

/** @type {WatchState | null} */
let lastState = null;

/** After an update the old script lives on in open pages without its extension. @returns {boolean} */
function extensionIsAlive() {
  if (chrome.runtime?.id) return true;
  running?.abort();
  gateLife.abort();
  return false;
}

/** @type {Port} */
const backgroundPort = {
  async check(request) {
    if (!extensionIsAlive()) return { ok: false, reason: "stopped", detail: "" };
    try {
      const result = await chrome.runtime.sendMessage({ type: "check", request });
      return result ?? { ok: false, reason: "unreachable", detail: "" };
    } catch {
      // The background was stopped or replaced between the question and the answer.
      return { ok: false, reason: extensionIsAlive() ? "unreachable" : "stopped", detail: "" };
    }
  },
  async report(feedback) {
    if (!extensionIsAlive()) return false;
    return chrome.runtime.sendMessage({ type: "report", feedback }).then((arrived) => arrived === true, () => false);
  },
  remember(profile) {
    if (extensionIsAlive()) chrome.runtime.sendMessage({ type: "remember", profile }).catch(extensionIsAlive);
  },
  alive: extensionIsAlive,
  tell(state) {
    if (JSON.stringify(state) === JSON.stringify(lastState) || !extensionIsAlive()) return;
    lastState = state;
    chrome.runtime.sendMessage({ type: "state", state }).catch(extensionIsAlive);
  },
};

/** @param {Welcome | null} welcome null: this page is none of ours */
function begin(welcome) {
  if (watch && watch.boxes.size > 0) knownBoxes = [...watch.boxes.keys()];
  running?.abort();
  running = null;
  watch = null;
  lastState = null;
  if (!welcome || !("platforms" in welcome)) return;
  const { timing, generic, keys, server } = welcome;
  const platforms = welcome.platforms.map((file) => readyPlatform(file, generic));
  running = new AbortController();
  watch = new Watch({ platforms, timing, keys, server, port: backgroundPort, gate, signal: running.signal });
  watch.takeUp(knownBoxes);
}

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== chrome.runtime.id) return;
  if (message.type === "welcome") begin(message.welcome);
  if (message.type === "state") answer(lastState);
});

chrome.runtime.sendMessage({ type: "hello", host: location.hostname }).then(begin, extensionIsAlive);
