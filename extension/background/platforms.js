/** Which platform a page belongs to, and the descriptions of platforms: those that came along, or newer served ones. */

import { fetchPlatforms, readPackaged } from "./api_client.js";
import { isPlatformSet } from "./platform_schema.js";
import { keepPlatforms, readKeptPlatforms, readToSend } from "./settings.js";

/** How old an answer may get before the server is asked again. */
export const ASK_AGAIN_MINUTES = 360;

/** @type {Promise<{set: PlatformSet, generic: PlatformFile}> | null} */
let loading = null;

/** @param {string} id @returns {Promise<PlatformFile>} */
async function readPlatform(id) {
  return /** @type {PlatformFile} */ (await readPackaged(`platforms/${id}.json`));
}

/** @returns {Promise<{set: PlatformSet, generic: PlatformFile}>} what came with the extension */
export function readPackagedSet() {
  loading ??= (async () => {
    const index = /** @type {any} */ (await readPackaged("platforms/index.json"));
    const platforms = await Promise.all(index.platforms.map(readPlatform));
    return { set: { ...index, platforms }, generic: await readPlatform("generic") };
  })();
  return loading;
}

/** @param {string} host "pro.x.com" @param {string} pattern "x.com" or "*.x.com" */
export function hostMatches(host, pattern) {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/**
 * @param {string} host @param {string[]} added hosts that the person added
 * @returns {Promise<{platforms: PlatformFile[], generic: PlatformFile}>} those that may be meant, the likeliest first;
 *   none for a page that is none of ours
 */
export async function platformsFor(host, added) {
  const { set, generic } = await readPackagedSet();
  const best = bestSet(set, await readKeptPlatforms(), new Date().toISOString());
  return { platforms: choosePlatforms(best, generic, host, added), generic };
}

/**
 * @param {PlatformSet} packaged @param {KeptPlatforms | null} kept @param {string} now an ISO date
 * @returns {PlatformSet} what was served, unless that is out of date, older than the extension, or no set at all
 */
export function bestSet(packaged, kept, now) {
  const served = kept?.set;
  const isGood = isPlatformSet(served) && served.version >= packaged.version && served.expires >= now.slice(0, 10);
  return isGood ? served : packaged;
}

/**
 * Asks the server for newer files, if it was not asked lately. What cannot be used leaves the last good set in place.
 * As with drafts, nobody is asked until it is known which server the organisation wants.
 * @returns {Promise<boolean>} whether another set is in use now
 */
export async function refreshPlatforms() {
  const { settings: { server }, known, blocked } = await readToSend();
  if (!known || blocked) return false;
  const kept = await readKeptPlatforms();
  const last = kept?.server === server ? kept : null;
  const now = Date.now();
  const age = now - (last?.asked_at ?? 0);
  if (last && age >= 0 && age < (ASK_AGAIN_MINUTES - 5) * 60_000) return false;
  const answer = await fetchPlatforms(server, last?.etag ?? "");
  const set = answer?.set;
  const isNewer = isPlatformSet(set) && set.version >= (last?.set?.version ?? 0);
  const heard = isNewer ? { etag: answer?.etag ?? "", set } : { etag: last?.etag ?? "", set: last?.set ?? null };
  const next = { server, asked_at: now, ...heard };
  await keepPlatforms(next);
  const { set: packaged } = await readPackagedSet();
  const [before, after] = [kept, next].map((one) => bestSet(packaged, one, new Date(now).toISOString()));
  return before.version !== after.version || before.off.join() !== after.off.join();
}

/**
 * @param {PlatformSet} set @param {PlatformFile} generic @param {string} host @param {string[]} added
 * @returns {PlatformFile[]}
 */
export function choosePlatforms({ platforms, off }, generic, host, added) {
  const inUse = platforms.filter(({ id }) => !off.includes(id));
  // "pro.x.com" itself goes before "*.x.com".
  const isExact = (/** @type {PlatformFile} */ { hosts }) => hosts.includes(host);
  const named = platforms.find(isExact) ?? platforms.find(({ hosts }) => hosts.some((one) => hostMatches(host, one)));
  if (named) return inUse.includes(named) ? [named] : [];
  if (!added.includes(host)) return [];
  return [...inUse.filter(({ detect }) => detect), generic];
}
