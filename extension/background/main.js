/** The background: answers the pages' scripts, keeps them in step with the settings. Holds nothing between events. */

import { check, remember, report } from "./checks.js";
import { ASK_AGAIN_MINUTES, platformsFor, refreshPlatforms } from "./platforms.js";
import {
  MANAGED_SETTLES_MINUTES, keepStorageFromPages, readSettings, refreshManaged, watchSettings,
} from "./settings.js";
import { enterOpenPages, plainHosts, registerSites, welcomeOpenPages } from "./sites.js";
import { showState } from "./toolbar.js";

/** @type {Timing} */
const TIMING = { debounce_ms: 350, answer_ms: 5000, retry_ms: 15_000, hold_ms: 1500 };
const MANAGED_ALARM = "managed-settled";
const PLATFORMS_ALARM = "platforms";
const PAUSE_ALARM = "pause-over";

/** @param {string} host @returns {Promise<Welcome | null>} null: a page that is none of ours */
async function welcome(host) {
  const { settings } = await readSettings();
  const { platforms, generic } = await platformsFor(host, settings.hosts);
  if (platforms.length === 0) return null;
  if (settings.paused_until > Date.now()) return { off: "paused" };
  if ([host, ...plainHosts(platforms[0])].some((one) => settings.off_hosts.includes(one))) return { off: "site" };
  const keys = { next: settings.key_next, list: settings.key_list };
  return { platforms, generic, timing: TIMING, keys, server: new URL(settings.server).host };
}

/** @param {number} tabId @param {WatchState} state */
async function show(tabId, state) {
  const { settings } = await readSettings();
  return showState(tabId, state, new URL(settings.server).host);
}

/** @param {any} message @param {chrome.runtime.MessageSender} sender @returns {Promise<unknown> | null} */
function answer(message, sender) {
  if (message?.type === "hello") return welcome(String(message.host));
  if (message?.type === "check") return check(message.request);
  if (message?.type === "report") return report(message.feedback);
  if (message?.type === "remember") return remember(message.profile);
  if (message?.type === "state" && sender.tab?.id !== undefined) return show(sender.tab.id, message.state);
  return null;
}

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== chrome.runtime.id) return false;
  const answering = answer(message, sender);
  if (!answering) return false;
  answering.then(reply, () => reply(null));
  return true; // the answer comes later
});

/** Newer descriptions of sites are told to the open pages at once. */
async function renewPlatforms() {
  if (await refreshPlatforms()) await welcomeOpenPages(welcome);
}

async function settingsChanged() {
  const { settings } = await readSettings();
  if (settings.paused_until > Date.now()) await chrome.alarms.create(PAUSE_ALARM, { when: settings.paused_until });
  await registerSites(settings.hosts);
  await enterOpenPages(settings.hosts);
  await welcomeOpenPages(welcome);
  await renewPlatforms();
}

async function start() {
  await keepStorageFromPages();
  void refreshManaged({ emptyIsFinal: false });
  await chrome.alarms.create(MANAGED_ALARM, { delayInMinutes: MANAGED_SETTLES_MINUTES });
  await chrome.alarms.create(PLATFORMS_ALARM, { delayInMinutes: 1, periodInMinutes: ASK_AGAIN_MINUTES });
}

/** Told once, to whoever installed it; where the organisation did, the toolbar's popup leads there. */
async function showFirstRun() {
  const { installType } = await chrome.management.getSelf();
  if (installType !== "admin") await chrome.tabs.create({ url: "options/first_run.html" });
}

chrome.alarms.onAlarm.addListener(({ name }) => {
  if (name === MANAGED_ALARM) void refreshManaged({ emptyIsFinal: true });
  if (name === PLATFORMS_ALARM) void renewPlatforms();
  if (name === PAUSE_ALARM) void welcomeOpenPages(welcome);
});
watchSettings(() => void settingsChanged());
chrome.permissions.onAdded.addListener(() => void settingsChanged());
chrome.permissions.onRemoved.addListener(() => void settingsChanged());
// A listener is all it takes for the browser to start the background with the browser.
chrome.runtime.onStartup.addListener(() => void start());
chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  await start();
  if (reason === "install") await showFirstRun();
  const { settings } = await readSettings();
  await registerSites(settings.hosts);
  await enterOpenPages(settings.hosts);
});
