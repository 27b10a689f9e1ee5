/** What pages' scripts ask for: a draft checked, a note's fate reported, a profile kept. */

import { accountFacts, rememberProfile } from "./accounts.js";
import { checkDraft, sendFeedback } from "./api_client.js";
import { askServer } from "./enrolment.js";
import { withLanguages } from "./languages.js";
import { readSettings, saveSettings } from "./settings.js";

/** @param {CheckRequest} request @returns {Promise<Result>} */
export async function check({ draft, account }) {
  const { settings } = await readSettings();
  const facts = accountFacts(settings, draft.platform, account);
  const known = facts.profile === "unknown" ? await lookUp(settings, draft.platform, facts) : null;
  if (known && !known.ok) return known;
  const profile = known?.report.account.profile ?? facts.profile;
  // Not a word of a personal profile's draft leaves the browser before the person wants that.
  const isOwnMatter = profile === "personal" || profile === "unknown";
  if (isOwnMatter && !settings.check_personal) return { ok: false, reason: "personal", detail: "" };
  const result = await askServer((access) => checkDraft(access, { draft, account: facts }));
  return result.ok ? { ok: true, report: await withLanguages(result.report) } : result;
}

/** @type {Map<string, Promise<Result>>} answers of the city's register, for as long as the background lives */
const lookedUp = new Map();

/**
 * Asks whose account this is, without a draft.
 * @param {Settings} settings @param {string} platform @param {WireAccount} account @returns {Promise<Result>}
 */
async function lookUp(settings, platform, account) {
  const key = JSON.stringify([settings.server, platform, account.handle]);
  /** @type {Draft} */
  const draft = { text: "", platform, action: "post", quoted_text: null, media: [] };
  const request = { draft, account: { ...account, bio: "", links: [] } };
  const asking = lookedUp.get(key) ?? askServer((access) => checkDraft(access, request));
  lookedUp.set(key, asking);
  const result = await asking;
  if (!result.ok) lookedUp.delete(key);
  return result;
}

/** @param {SeenProfile} profile */
export async function remember(profile) {
  const { settings } = await readSettings();
  await saveSettings({ seen: rememberProfile(settings.seen, profile) });
}

/** @param {Feedback} feedback @returns {Promise<boolean>} */
export async function report(feedback) {
  return await askServer((access) => sendFeedback(access, feedback)) === true;
}
