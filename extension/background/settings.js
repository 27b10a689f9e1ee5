/**
 * The one place that touches storage. What the organisation set goes before what the person set, and that before the
 * defaults; "not set" is not the same as empty, zero or false.
 *
 * Managed values may come seconds after the browser started, or first as an empty object: nobody waits for them. The
 * last ones are kept, so that a check in the meantime goes to the right server.
 */

/** @type {Settings} */
export const DEFAULTS = Object.freeze({
  server: "http://127.0.0.1:8787",
  token: "",
  enrolment: "",
  profile: /** @type {Profile} */ ("official"),
  role: /** @type {Role} */ ("staff"),
  bio: "",
  links: [],
  accounts: [],
  seen: [],
  check_personal: false,
  key_next: "Alt+Shift+N",
  key_list: "Alt+Shift+L",
  hosts: [],
  off_hosts: [],
  paused_until: 0,
  pause_allowed: true,
});

/** @type {Profile[]} */
export const PROFILES = ["official", "personal", "campaign", "unknown"];
/** @type {Role[]} */
export const ROLES = ["elected", "senior_staff", "staff", "police"];

const MANAGED_KEYS = /** @type {const} */ ([
  "server", "token", "enrolment", "profile", "role", "hosts", "pause_allowed",
]);
const PLATFORMS = "platforms";
const LAST_MANAGED = "last_managed";
const PASS = "pass";
/** In a browser that the organisation manages an empty answer is no answer yet; a minute later it is one. */
export const MANAGED_SETTLES_MINUTES = 1;
/** How long a first check waits for the organisation's settings, in milliseconds. */
const MANAGED_WAIT_MS = 3500;

/** @param {unknown} value */
const isText = (value) => typeof value === "string";
/** @param {unknown} value */
const isTextList = (value) => Array.isArray(value) && value.every(isText);

/** What a stored or managed value must look like: Firefox hands managed values over unchecked. */
/** @type {{[Key in keyof Settings]: (value: any) => boolean}} */
const FITS = {
  server: (value) => isText(value) && isServerAddress(value),
  token: (value) => isText(value) && /^[\x21-\x7e]*$/.test(value),
  enrolment: (value) => isText(value) && /^[\x21-\x7e]*$/.test(value),
  profile: (value) => PROFILES.includes(value),
  role: (value) => ROLES.includes(value),
  bio: isText,
  links: isTextList,
  accounts: (value) => Array.isArray(value) && value.every(isNamedAccount),
  seen: (value) => Array.isArray(value) && value.every(isKeptProfile),
  check_personal: (value) => typeof value === "boolean",
  key_next: isShortcut,
  key_list: isShortcut,
  hosts: isTextList,
  off_hosts: isTextList,
  paused_until: Number.isFinite,
  pause_allowed: (value) => typeof value === "boolean",
};

/** @param {any} value @returns {value is NamedAccount} */
function isNamedAccount(value) {
  return isText(value?.platform) && isText(value.handle) && FITS.profile(value.profile) && FITS.role(value.role)
    && isText(value.bio) && isTextList(value.links);
}

/** @param {any} value @returns {value is KeptProfile} */
function isKeptProfile(value) {
  const texts = ["platform", "handle", "display_name", "bio", "avatar_alt", "bio_at", "links_at"];
  return texts.every((name) => isText(value?.[name])) && isTextList(value.links) && Number.isFinite(value.seen_at);
}

/** @param {unknown} value @returns {boolean} such as "Alt+Shift+N": two keys held and a letter or digit pressed */
export function isShortcut(value) {
  return isText(value) && /^(Ctrl\+Alt|Ctrl\+Shift|(Ctrl\+)?Alt\+Shift)\+[A-Z0-9]$/.test(String(value));
}

/** @param {string} address @returns {boolean} https, or http on this very computer: a token is not for open wires */
export function isServerAddress(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, search, hash } = new URL(address);
  if (username || search || hash) return false;
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

/** @param {string} host a site's name without scheme, port or path @returns {boolean} */
export function isHostName(host) {
  return /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(host);
}

/**
 * @param {Record<string, unknown>} managed @param {Record<string, unknown>} own
 * @returns {Settings} each value from the first place that has one that fits
 */
export function mergeSettings(managed, own) {
  const merged = /** @type {any} */ ({});
  for (const key of /** @type {(keyof Settings)[]} */ (Object.keys(DEFAULTS))) {
    const places = isManaged(key, managed) ? managed : own;
    merged[key] = FITS[key](places[key]) ? places[key] : DEFAULTS[key];
  }
  if (!FITS.server(managed.server) && !FITS.server(own.server)) merged.server = packagedServer();
  // The organisation's sites are always there, and people may add their own.
  const added = FITS.hosts(own.hosts) ? /** @type {string[]} */ (own.hosts) : [];
  merged.hosts = [...new Set([...added, ...merged.hosts])];
  return merged;
}

/** @returns {string} the server that the city packed the extension for; the source knows none */
function packagedServer() {
  const { homepage_url: home } = globalThis.chrome?.runtime?.getManifest?.() ?? {};
  return home && isServerAddress(home) ? home : DEFAULTS.server;
}

/** @param {string} key @param {Record<string, unknown>} managed */
function isManaged(key, managed) {
  return MANAGED_KEYS.some((name) => name === key) && FITS[/** @type {keyof Settings} */ (key)](managed[key]);
}

/**
 * @typedef {object} Known
 * @property {Settings} settings
 * @property {string[]} managed the names that the organisation set
 * @property {boolean} known whether it is known what the organisation set
 * @property {boolean} blocked whether the organisation named a server that cannot be one: then none is asked
 */

/** @returns {Promise<Known>} */
export async function readSettings() {
  const own = await chrome.storage.local.get(null);
  const managed = /** @type {Record<string, unknown>} */ (own[LAST_MANAGED] ?? {});
  return {
    settings: mergeSettings(managed, own),
    managed: MANAGED_KEYS.filter((key) => isManaged(key, managed)),
    known: own[LAST_MANAGED] !== undefined,
    blocked: managed.server !== undefined && !FITS.server(managed.server),
  };
}

/** For whoever is about to send something: waits a little for the organisation's settings. @returns {Promise<Known>} */
export async function readToSend() {
  const first = await readSettings();
  if (first.known) return first;
  const patience = new Promise((resolve) => setTimeout(resolve, MANAGED_WAIT_MS));
  await Promise.race([refreshManaged({ emptyIsFinal: false }), patience]);
  return readSettings();
}

/** @returns {Promise<Pass | Refusal | null>} what the server gave or refused this browser, since it was started */
export async function readPass() {
  return /** @type {any} */ ((await chrome.storage.session.get(PASS))[PASS]) ?? null;
}

/** @param {Pass | Refusal} pass kept in memory only, and out of reach of pages' scripts */
export async function keepPass(pass) {
  await chrome.storage.session.set({ [PASS]: pass });
}

/** @param {Partial<Settings>} changes @returns {Promise<void>} */
export async function saveSettings(changes) {
  for (const [key, value] of Object.entries(changes)) {
    if (!FITS[/** @type {keyof Settings} */ (key)]?.(value)) throw new TypeError(`not a setting: ${key}`);
  }
  await chrome.storage.local.set(changes);
}

/**
 * Asks the browser for managed values and keeps them.
 * @param {{emptyIsFinal: boolean}} options whether an empty answer means that the organisation took its settings back
 */
export async function refreshManaged({ emptyIsFinal }) {
  const managed = await chrome.storage.managed.get(null).catch(() => ({})); // Firefox: no such store without a policy
  const isEmpty = Object.keys(managed).length === 0;
  if (isEmpty && !emptyIsFinal && await mayComeLate()) return;
  await chrome.storage.local.set({ [LAST_MANAGED]: managed });
}

/** @returns {Promise<boolean>} Chrome and Edge hand an organisation's values over seconds after they installed us */
async function mayComeLate() {
  return (await chrome.management.getSelf()).installType === "admin";
}

/** @param {() => void} changed told after any setting changed; managed ones are kept first */
export function watchSettings(changed) {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "managed") void refreshManaged({ emptyIsFinal: true });
    if (area === "local" && Object.entries(changes).some(matters)) changed();
  });
}

/** @param {[string, {oldValue?: any, newValue?: any}]} change */
function matters([key, { oldValue, newValue }]) {
  // A profile that was seen is read with the next check; nothing has to start anew for it.
  if (key === "seen" || key === PLATFORMS) return false;
  return key !== LAST_MANAGED || JSON.stringify(oldValue ?? {}) !== JSON.stringify(newValue ?? {});
}

/** @returns {Promise<KeptPlatforms | null>} the platform files a server gave last; as stored, so not yet checked */
export async function readKeptPlatforms() {
  return /** @type {any} */ ((await chrome.storage.local.get(PLATFORMS))[PLATFORMS]) ?? null;
}

/** @param {KeptPlatforms} kept */
export async function keepPlatforms(kept) {
  await chrome.storage.local.set({ [PLATFORMS]: kept });
}

/** Content scripts run beside hostile pages and have no business with the token. */
export async function keepStorageFromPages() {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}
