/** Content scripts on the sites that the person added, and in pages that were open before the extension was there. */

const ADDED_SITES = "added-sites";

/** @param {string} host @returns {string[]} the permission patterns of one added site */
export const patternsOf = (host) => [`https://${host}/*`, `http://${host}/*`];

/** @param {PlatformFile} platform @returns {string[]} its hosts by name, without "*.x.com" */
export const plainHosts = ({ hosts }) => hosts.filter((host) => !host.includes("*"));

/** The scripts of the manifest, in its order. */
function contentFiles() {
  const [script] = chrome.runtime.getManifest().content_scripts ?? [];
  return { js: relative(script?.js), css: relative(script?.css), matches: script?.matches ?? [] };
}

/** Firefox gives whole addresses where it wants paths back. @param {string[]} [files] @returns {string[]} */
function relative(files = []) {
  const home = chrome.runtime.getURL("");
  return files.map((file) => (file.startsWith(home) ? file.slice(home.length) : file));
}

/** @param {string[]} hosts @returns {Promise<string[]>} patterns of those that the browser allows to be read */
async function allowedPatterns(hosts) {
  const patterns = hosts.flatMap(patternsOf);
  const allowed = await Promise.all(patterns.map((pattern) => chrome.permissions.contains({ origins: [pattern] })));
  return patterns.filter((_pattern, index) => allowed[index]);
}

/** Makes the registered content scripts fit the added hosts. @param {string[]} hosts */
export async function registerSites(hosts) {
  const matches = await allowedPatterns(hosts);
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [ADDED_SITES] });
  if (matches.length === 0) {
    if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [ADDED_SITES] });
    return;
  }
  const { js, css } = contentFiles();
  const script = { id: ADDED_SITES, matches, js, css, runAt: /** @type {const} */ ("document_start") };
  if (registered.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}

/** @type {Promise<unknown>} one at a time, so that no page is entered twice */
let entering = Promise.resolve();

/**
 * Pages open since before an install or update have no working script of ours.
 * @param {string[]} hosts @returns {Promise<unknown>}
 */
export function enterOpenPages(hosts) {
  entering = entering.then(() => enterEach(hosts));
  return entering;
}

/** @param {string[]} hosts */
async function enterEach(hosts) {
  const { js, css, matches } = contentFiles();
  const tabs = await chrome.tabs.query({ url: [...matches, ...await allowedPatterns(hosts)] });
  await Promise.all(tabs.map(async ({ id }) => {
    if (id === undefined || await isEntered(id)) return;
    const target = { tabId: id };
    await chrome.scripting.insertCSS({ target, files: css });
    await chrome.scripting.executeScript({ target, files: js });
  }).map(ignoreClosedTab));
}

/** @param {number} tabId @returns {Promise<boolean>} whether a script of this very extension runs there */
async function isEntered(tabId) {
  const func = () => typeof SubmitGate === "function";
  const [outcome] = await chrome.scripting.executeScript({ target: { tabId }, func });
  return outcome?.result === true;
}

/** A tab may close, or show an error page, while it is being entered. @param {Promise<void>} step */
const ignoreClosedTab = (step) => step.catch(() => undefined);

/** @param {(host: string) => Promise<Welcome | null>} welcome told anew to every page of ours */
export async function welcomeOpenPages(welcome) {
  for (const { id, url } of await chrome.tabs.query({})) {
    if (id === undefined || !url || !URL.canParse(url)) continue; // no url: a page that is none of ours
    const message = { type: "welcome", welcome: await welcome(new URL(url).hostname) };
    chrome.tabs.sendMessage(id, message).catch(() => undefined); // a page without our script
  }
}
