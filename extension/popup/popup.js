/** The toolbar's popup: who is writing, how the draft stands and why it was not checked. */

import { accountFacts, findAccount, nameOf, sayAccount } from "../background/accounts.js";
import { clockOff } from "../background/enrolment.js";
import { platformsFor } from "../background/platforms.js";
import { PROFILES, readSettings, saveSettings } from "../background/settings.js";
import { patternsOf } from "../background/sites.js";
import { FIRST_RUN, fillChoices, fillWords, part, say, whyNotChecked } from "../options/page.js";

const PAUSE_MS = 60 * 60 * 1000;
/** @type {PageAccount} */
const NOBODY = { handle: "", display_name: "", bio: "", links: [], avatar_alt: "" };

/** @typedef {{what: string, help: string, look: string}} Face */

/** @returns {Promise<{host: string, tabId: number}>} the page the person looks at; host "" when it is none of ours */
async function currentPage() {
  const asked = Number(new URLSearchParams(location.search).get("tab"));
  const [tab] = asked ? [await chrome.tabs.get(asked)] : await chrome.tabs.query({ active: true, currentWindow: true });
  const host = tab?.url && URL.canParse(tab.url) ? new URL(tab.url).hostname : "";
  return { host, tabId: tab?.id ?? -1 };
}

/** @param {number} tabId @returns {Promise<WatchState | null>} null where no script of ours runs */
async function stateOf(tabId) {
  try {
    return await chrome.tabs.sendMessage(tabId, { type: "state" }) ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {Settings} settings @param {string} host @param {boolean} isOurs @param {WatchState | null} state
 * @returns {Face}
 */
function faceOf({ server, paused_until: until, off_hosts: off }, host, isOurs, state) {
  if (!isOurs) return { what: say("popup_no_site"), help: say("popup_no_site_help"), look: "quiet-state" };
  if (until > Date.now()) {
    const time = new Date(until).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    return { what: say("popup_paused"), help: say("popup_paused_until", time), look: "quiet-state" };
  }
  if (off.includes(host)) return { what: say("popup_site_off"), help: "", look: "quiet-state" };
  if (!state || state.boxes === 0) {
    return { what: say("popup_no_box"), help: say("popup_no_box_help"), look: "quiet-state" };
  }
  return faceOfDraft(state, server);
}

/** @param {WatchState} state @param {string} server @returns {Face} */
function faceOfDraft({ phase, reason, notes, worst }, server) {
  if (phase === "not_checked") {
    const what = say("badge_not_checked_why", whyNotChecked(reason, server));
    return { what, help: say(`help_${reason}`), look: "quiet-state" };
  }
  if (phase === "empty") return { what: say("popup_empty"), help: say("popup_empty_help"), look: "" };
  if (phase === "checking") return { what: say("badge_checking"), help: "", look: "" };
  if (notes === 0) return { what: say("badge_clean"), help: "", look: "clean" };
  const what = notes === 1 ? say("badge_note") : say("badge_notes", String(notes));
  return { what, help: "", look: worst ?? "" };
}

/**
 * Who is writing, and the means to say that it is somebody else.
 * @param {Settings} settings @param {string[]} managed @param {WatchState | null} state @param {string} platform
 */
function showAccount(settings, managed, state, platform) {
  const account = state?.account ?? NOBODY;
  const facts = accountFacts(settings, platform, account);
  // Only the server knows what an account is that nobody said anything about.
  const profile = facts.profile === "unknown" ? state?.profile ?? "unknown" : facts.profile;
  const who = nameOf(account);
  const words = say(`profile_${profile}`);
  part("account", HTMLElement).hidden = false;
  part("writing-as", HTMLParagraphElement).textContent = who
    ? say("panel_writing_as", who, words) : say("panel_writing_as_kind", words);
  const registered = part("registered", HTMLParagraphElement);
  registered.hidden = typeof state?.registered !== "boolean" || who === "";
  registered.textContent = say(state?.registered ? "registered" : "not_registered");
  const choice = part("profile", HTMLSelectElement);
  choice.value = facts.profile;
  choice.disabled = who === "" && managed.includes("profile");
  choice.onchange = () => void correct(settings, platform, who, /** @type {Profile} */ (choice.value));
  const personal = part("check-personal", HTMLInputElement);
  part("personal-switch", HTMLLabelElement).hidden = !["personal", "unknown"].includes(profile);
  personal.checked = settings.check_personal;
  personal.onchange = () => void change({ check_personal: personal.checked });
}

/**
 * @param {Settings} settings @param {string} platform @param {string} who "" for no account in particular
 * @param {Profile} profile
 */
async function correct(settings, platform, who, profile) {
  if (who === "") return change({ profile });
  const before = findAccount(settings.accounts, platform, { handle: who });
  const said = { role: settings.role, bio: "", links: [], ...before, platform, handle: who, profile };
  return change({ accounts: sayAccount(settings.accounts, said) });
}

/** @param {Settings} settings @param {string} host */
function showSwitches(settings, host) {
  part("site-switch", HTMLLabelElement).hidden = false;
  part("site-words", HTMLSpanElement).textContent = say("popup_check_site", host);
  const on = part("site-on", HTMLInputElement);
  const others = settings.off_hosts.filter((other) => other !== host);
  on.checked = others.length === settings.off_hosts.length;
  on.onchange = () => void change({ off_hosts: on.checked ? others : [...others, host] });
  const isPaused = settings.paused_until > Date.now();
  const pause = part("pause", HTMLButtonElement);
  pause.hidden = !settings.pause_allowed && !isPaused;
  pause.textContent = say(isPaused ? "popup_resume" : "popup_pause");
  pause.onclick = () => void change({ paused_until: isPaused ? 0 : Date.now() + PAUSE_MS });
}

/** @param {Settings} settings @param {string} host */
function offerSite({ hosts }, host) {
  const add = part("add-site", HTMLButtonElement);
  add.hidden = host === "";
  add.textContent = say("popup_check_site", host);
  add.onclick = async () => {
    // Asked first, because a browser asks only right after the person's press; and the popup may close meanwhile.
    const asking = chrome.permissions.request({ origins: patternsOf(host) });
    const others = hosts.filter((other) => other !== host);
    await saveSettings({ hosts: [...others, host] });
    if (!await asking) await saveSettings({ hosts: others });
    await show();
  };
}

/** A computer whose clock is far off fails in ways that nobody expects. */
async function showClock() {
  const minutes = Math.round(Math.abs(await clockOff()) / 60_000);
  const line = part("clock", HTMLParagraphElement);
  line.hidden = minutes === 0;
  line.textContent = say("clock_wrong", String(minutes));
}

/** @param {Partial<Settings>} changes */
async function change(changes) {
  await saveSettings(changes);
  await show();
}

async function show() {
  const { settings, managed } = await readSettings();
  const { host, tabId } = await currentPage();
  const { platforms: [platform] } = await platformsFor(host, settings.hosts);
  const state = platform ? await stateOf(tabId) : null;
  const { what, help, look } = faceOf(settings, host, platform !== undefined, state);
  part("what", HTMLParagraphElement).textContent = what;
  part("help", HTMLParagraphElement).textContent = help;
  part("state", HTMLDivElement).className = `state ${look}`;
  part("add-site", HTMLButtonElement).hidden = true;
  if (!platform) return offerSite(settings, host);
  part("keys", HTMLParagraphElement).textContent = say("popup_keys", settings.key_next, settings.key_list);
  showAccount(settings, managed, state, platform.platform ?? platform.id);
  return showSwitches(settings, host);
}

fillWords();
fillChoices(part("profile", HTMLSelectElement), "profile", PROFILES);
part("first-run", HTMLButtonElement).addEventListener("click", () => void chrome.tabs.create({ url: FIRST_RUN }));
part("settings", HTMLButtonElement).addEventListener("click", () => void chrome.runtime.openOptionsPage());
void show();
void showClock();
