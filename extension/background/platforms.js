/** The platform files that come with the extension, and which of them a page belongs to. */

import { readPackaged } from "./api_client.js";

const PACKAGED = ["x"];

/** @type {Promise<{known: Platform[], generic: Platform}> | null} */
let loading = null;

/** @param {string} id @returns {Promise<Platform>} */
async function readPlatform(id) {
  return /** @type {Platform} */ (await readPackaged(`platforms/${id}.json`));
}

/** @returns {Promise<{known: Platform[], generic: Platform}>} */
function loadPlatforms() {
  loading ??= (async () => {
    return { known: await Promise.all(PACKAGED.map(readPlatform)), generic: await readPlatform("generic") };
  })();
  return loading;
}

/** @param {string} host "pro.x.com" @param {string} pattern "x.com" or "*.x.com" */
export function hostMatches(host, pattern) {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/**
 * @param {string} host @param {string[]} added hosts that the person added
 * @returns {Promise<Platform | null>} null for a page that is none of ours
 */
export async function platformFor(host, added) {
  const { known, generic } = await loadPlatforms();
  const found = known.find(({ hosts }) => hosts.some((pattern) => hostMatches(host, pattern)));
  return found ?? (added.includes(host) ? generic : null);
}
