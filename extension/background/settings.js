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
  profile: /** @type {Profile} */ ("official"),
  role: /** @type {Role} */ ("staff"),
  bio: "",
  links: [],
  accounts: [],
  hosts: [],
  off_hosts: [],
  paused_until: 0,
  pause_allowed: true,
});

/** @type {Profile[]} */
export const PROFILES = ["official", "personal", "campaign", "unknown"];
/** @type {Role[]} */
export const ROLES = ["elected", "senior_staff", "staff", "police"];

const MANAGED_KEYS = /** @type {const} */ (["server", "token", "profile", "role", "pause_allowed"]);
const LAST_MANAGED = "last_managed";
/** An empty answer right after the start is no answer yet; a minute later it is one. */
export const MANAGED_SETTLES_MINUTES = 1;

/** @param {unknown} value */
const isText = (value) => typeof value === "string";
/** @param {unknown} value */
const isTextList = (value) => Array.isArray(value) && value.every(isText);

/** What a stored or managed value must look like: Firefox hands managed values over unchecked. */
/** @type {{[Key in keyof Settings]: (value: any) => boolean}} */
const FITS = {
  server: (value) => isText(value) && isServerAddress(value),
  token: (value) => isText(value) && /^[\x21-\x7e]*$/.test(value),
  profile: (value) => PROFILES.includes(value),
  role: (value) => ROLES.includes(value),
  bio: isText,
  links: isTextList,
  accounts: (value) => Array.isArray(value) && value.every(isNamedAccount),
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
  return merged;
}

/** @param {string} key @param {Record<string, unknown>} managed */
function isManaged(key, managed) {
  return MANAGED_KEYS.some((name) => name === key) && FITS[/** @type {keyof Settings} */ (key)](managed[key]);
}

/** @returns {Promise<{settings: Settings, managed: string[]}>} with the names that the organisation set */
export async function readSettings() {
  const own = await chrome.storage.local.get(null);
  const managed = /** @type {Record<string, unknown>} */ (own[LAST_MANAGED] ?? {});
  return { settings: mergeSettings(managed, own), managed: MANAGED_KEYS.filter((key) => isManaged(key, managed)) };
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
  if (Object.keys(managed).length > 0 || emptyIsFinal) await chrome.storage.local.set({ [LAST_MANAGED]: managed });
}

/** @param {() => void} changed told after any setting changed; managed ones are kept first */
export function watchSettings(changed) {
  chrome.storage.onChanged.addListener((_changes, area) => {
    if (area === "managed") void refreshManaged({ emptyIsFinal: true });
    if (area === "local") changed();
  });
}

/** Content scripts run beside hostile pages and have no business with the token. */
export async function keepStorageFromPages() {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

/**
 * @param {Settings} settings @param {string} platform @param {string} handle "@somebody" or ""
 * @returns {AccountFacts} what the person said about exactly this account, else about themselves
 */
export function accountFacts({ accounts, profile, role, bio, links }, platform, handle) {
  const named = accounts.find((account) => account.platform === platform && sameHandle(account.handle, handle));
  const { profile: kind, role: post, bio: words, links: urls } = named ?? { profile, role, bio, links };
  return { profile: kind, role: post, bio: words, links: urls };
}

/** @param {string} one @param {string} other */
function sameHandle(one, other) {
  const plain = (/** @type {string} */ handle) => handle.replace(/^@/, "").toLowerCase();
  return other !== "" && plain(one) === plain(other);
}
