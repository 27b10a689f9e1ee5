/** The settings page. Every change is saved at once. */

import { checkDraft } from "../background/api_client.js";
import {
  PROFILES, ROLES, isHostName, isServerAddress, readSettings, saveSettings,
} from "../background/settings.js";
import { patternsOf } from "../background/sites.js";
import { button, fillChoices, fillWords, part, say, splitLines } from "./page.js";

const saved = part("saved", HTMLParagraphElement);

/** @param {string} words shown for a moment, and read out */
function tell(words) {
  saved.textContent = words;
  setTimeout(() => { if (saved.textContent === words) saved.textContent = ""; }, 4000);
}

/** @param {Partial<Settings>} changes */
async function save(changes) {
  await saveSettings(changes);
  tell(say("options_saved"));
}

/** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field */
async function saveField(field) {
  const name = field.dataset.setting ?? "";
  const value = name === "links" ? splitLines(field.value) : field.value.trim();
  if (name === "server") return saveServer(field.value.trim());
  return save({ [name]: value });
}

/** @param {string} server */
async function saveServer(server) {
  if (!isServerAddress(server)) return tell(say("options_bad_server"));
  // Without the permission a request needs the server's consent (CORS), which only Chromium's fixed id can have.
  await chrome.permissions.request({ origins: [`${new URL(server).protocol}//${new URL(server).hostname}/*`] })
    .catch(() => false);
  return save({ server });
}

async function fillFields() {
  const { settings, managed } = await readSettings();
  for (const element of document.querySelectorAll("[data-setting]")) {
    const field = /** @type {HTMLInputElement} */ (element);
    const name = /** @type {keyof Settings} */ (field.dataset.setting);
    const value = settings[name];
    field.value = Array.isArray(value) ? value.join("\n") : String(value);
    field.addEventListener("change", () => void saveField(field));
    if (managed.includes(name)) lock(field);
  }
}

/** @param {HTMLInputElement} field whose value the organisation set */
function lock(field) {
  field.disabled = true;
  const note = document.createElement("p");
  note.className = "managed";
  note.textContent = say("options_managed");
  field.after(note);
}

async function testConnection() {
  const outcome = part("test-outcome", HTMLSpanElement);
  outcome.textContent = say("options_test_running");
  const { settings } = await readSettings();
  /** @type {Draft} */
  const draft = { text: "Town hall opens at nine.", platform: "x", action: "post", quoted_text: null, media: [] };
  const { profile, role, bio, links } = settings;
  const account = { handle: "", display_name: "", profile, role, bio, links };
  const result = await checkDraft(settings, { draft, account });
  outcome.textContent = result.ok
    ? say("options_test_ok", result.report.policy.id, String(result.report.policy.revision))
    : say("options_test_failed", [say(`reason_${result.reason}`), result.detail].filter(Boolean).join(". "));
}

/**
 * @param {HTMLUListElement} list @param {Element[]} rows @param {string} noneKey
 */
function fillList(list, rows, noneKey) {
  const none = document.createElement("li");
  none.className = "quiet";
  none.textContent = say(noneKey);
  list.replaceChildren(...(rows.length > 0 ? rows : [none]));
}

/** @param {Node} what @param {string} name @param {() => Promise<void>} remove */
function row(what, name, remove) {
  const item = document.createElement("li");
  item.append(what, button(say("options_remove"), () => void remove(), say("options_remove_named", name)));
  return item;
}

async function showAccounts() {
  const { accounts } = (await readSettings()).settings;
  const rows = accounts.map((account) => {
    const words = [account.handle, account.platform, say(`profile_${account.profile}`), say(`role_${account.role}`)];
    const what = document.createElement("span");
    what.textContent = words.join(" · ");
    return row(what, account.handle, async () => {
      await save({ accounts: accounts.filter((other) => other !== account) });
      await showAccounts();
    });
  });
  fillList(part("accounts", HTMLUListElement), rows, "options_accounts_none");
}

/** @param {SubmitEvent} event */
async function addAccount(event) {
  event.preventDefault();
  const form = part("account-form", HTMLFormElement);
  const handle = `@${part("account-handle", HTMLInputElement).value.trim().replace(/^@/, "")}`;
  if (!/^@[^\s@]{1,100}$/.test(handle)) return tell(say("options_bad_handle"));
  const platform = part("account-platform", HTMLSelectElement).value;
  const account = {
    platform,
    handle,
    profile: /** @type {Profile} */ (part("account-profile", HTMLSelectElement).value),
    role: /** @type {Role} */ (part("account-role", HTMLSelectElement).value),
    bio: part("account-bio", HTMLTextAreaElement).value.trim(),
    links: splitLines(part("account-links", HTMLTextAreaElement).value),
  };
  const { accounts } = (await readSettings()).settings;
  const others = accounts.filter((other) => other.handle !== handle || other.platform !== platform);
  await save({ accounts: [...others, account] });
  form.reset();
  return showAccounts();
}

async function showSites() {
  const { hosts, off_hosts: off } = (await readSettings()).settings;
  const rows = hosts.map((host) => row(siteSwitch(host, off), host, async () => {
    await save({ hosts: hosts.filter((other) => other !== host), off_hosts: off.filter((other) => other !== host) });
    await chrome.permissions.remove({ origins: patternsOf(host) }).catch(() => false);
    await showSites();
  }));
  fillList(part("sites", HTMLUListElement), rows, "options_sites_none");
}

/** @param {string} host @param {string[]} off */
function siteSwitch(host, off) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = !off.includes(host);
  const others = off.filter((other) => other !== host);
  box.addEventListener("change", () => void save({ off_hosts: box.checked ? others : [...others, host] }));
  const label = document.createElement("label");
  label.append(box, say("options_site_on", host));
  return label;
}

/** @param {SubmitEvent} event */
async function addSite(event) {
  event.preventDefault();
  const field = part("site", HTMLInputElement);
  const written = field.value.trim().toLowerCase();
  const host = written.replace(/^[a-z]+:\/\//, "").split(/[/:]/)[0];
  if (!isHostName(host)) return tell(say("options_bad_host"));
  // Must come before anything that waits: a browser asks only while it still sees the person's press.
  const allowed = await chrome.permissions.request({ origins: patternsOf(host) });
  if (!allowed) return tell(say("options_not_allowed"));
  const { hosts } = (await readSettings()).settings;
  await save({ hosts: [...hosts.filter((other) => other !== host), host] });
  field.value = "";
  return showSites();
}

function begin() {
  fillWords();
  for (const id of ["profile", "account-profile"]) fillChoices(part(id, HTMLSelectElement), "profile", PROFILES);
  for (const id of ["role", "account-role"]) fillChoices(part(id, HTMLSelectElement), "role", ROLES);
  part("test", HTMLButtonElement).addEventListener("click", () => void testConnection());
  part("account-form", HTMLFormElement).addEventListener("submit", (event) => void addAccount(event));
  part("site-form", HTMLFormElement).addEventListener("submit", (event) => void addSite(event));
  void fillFields();
  void showAccounts();
  void showSites();
}

begin();
