/** Which platform a page belongs to, and the descriptions of platforms: those that came along, or newer served ones. */

import { readPackaged } from "./api_client.js";

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
  return { platforms: choosePlatforms(set, generic, host, added), generic };
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
