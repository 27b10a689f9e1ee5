/** The settings page. Every change is saved at once. */

import { checkDraft } from "../background/api_client.js";
import { askServer } from "../background/enrolment.js";
import { PROFILES, ROLES, isServerAddress, isShortcut, readSettings } from "../background/settings.js";
import { beginAccounts } from "./account_list.js";
import { save, tell } from "./lists.js";
import { fillChoices, fillFacts, fillWords, part, say, splitLines, whyNotChecked } from "./page.js";
import { beginSites } from "./site_list.js";

/** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field */
async function saveField(field) {
  const name = field.dataset.setting ?? "";
  if (field.type === "checkbox") return save({ [name]: /** @type {HTMLInputElement} */ (field).checked });
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
  await save({ server });
  return fillFacts(part("facts", HTMLOListElement), server);
}

/** Keys are chosen by pressing them. @param {KeyboardEvent} event */
function takeShortcut(event) {
  const pressed = shortcutOf(event);
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (!isShortcut(pressed)) return;
  event.preventDefault();
  field.value = pressed;
  void saveField(field);
}

async function fillFields() {
  const { settings, managed } = await readSettings();
  fillFacts(part("facts", HTMLOListElement), settings.server);
  for (const element of document.querySelectorAll("[data-setting]")) {
    const field = /** @type {HTMLInputElement} */ (element);
    const name = /** @type {keyof Settings} */ (field.dataset.setting);
    const value = settings[name];
    field.value = Array.isArray(value) ? value.join("\n") : String(value);
    field.checked = value === true;
    field.addEventListener("change", () => void saveField(field));
    if (name === "key_next" || name === "key_list") field.addEventListener("keydown", takeShortcut);
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
  const { server, profile, role, bio, links } = settings;
  const account = { handle: "", display_name: "", profile, role, bio, links };
  const result = await askServer((access) => checkDraft(access, { draft, account }));
  outcome.textContent = result.ok
    ? say("options_test_ok", result.report.policy.id, String(result.report.policy.revision), new URL(server).host)
    : say("options_test_failed", [whyNotChecked(result.reason, server), result.detail].filter(Boolean).join(". "));
}

function begin() {
  fillWords();
  for (const id of ["profile", "account-profile"]) fillChoices(part(id, HTMLSelectElement), "profile", PROFILES);
  for (const id of ["role", "account-role"]) fillChoices(part(id, HTMLSelectElement), "role", ROLES);
  part("test", HTMLButtonElement).addEventListener("click", () => void testConnection());
  void fillFields();
  void beginAccounts();
  void beginSites();
}

begin();
