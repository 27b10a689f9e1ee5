/** What is known of the account that writes: what the person said, the page shows, and was seen on its profile. */

/** Profiles seen longer ago than this many days have to be seen again before their bio counts. */
const SEEN_DAYS = 30;
const MOST_SEEN = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @param {string} one @param {string} other */
function sameName(one, other) {
  const plain = (/** @type {string} */ name) => name.replace(/^@/, "").toLowerCase();
  return other !== "" && plain(one) === plain(other);
}

/** Some sites show a name and no handle. @param {{handle: string, display_name?: string}} account */
export const nameOf = ({ handle, display_name: name = "" }) => handle || name;

/**
 * @template {{platform: string, handle: string, display_name?: string}} Known
 * @param {Known[]} list @param {string} platform @param {{handle: string, display_name?: string}} account
 * @returns {Known | undefined} the entry about exactly this account
 */
export function findAccount(list, platform, account) {
  return list.find((one) => one.platform === platform && sameName(nameOf(one), nameOf(account)));
}

/**
 * @param {Settings} settings @param {string} platform @param {PageAccount} page
 * @returns {WireAccount} what goes to the server beside a draft
 */
export function accountFacts({ accounts, seen, profile, role, bio, links }, platform, page) {
  const named = findAccount(accounts, platform, page);
  const shown = findAccount(seen.filter(isFresh), platform, page);
  // The default bio belongs to the account that nothing was said about.
  const own = named ?? { bio: "", links: [] };
  const last = named ? own : { bio, links };
  return {
    handle: page.handle,
    display_name: page.display_name,
    profile: named?.profile ?? profile,
    role: named?.role ?? role,
    bio: own.bio || page.bio || shown?.bio || last.bio,
    links: [own.links, page.links, shown?.links ?? []].find((list) => list.length > 0) ?? last.links,
    avatar_alt: page.avatar_alt || shown?.avatar_alt || "",
  };
}

/** @param {KeptProfile} profile */
function isFresh({ seen_at: at }) {
  return Date.now() - at < SEEN_DAYS * DAY_MS;
}

/**
 * A fact that is missing was taken out of the profile if it stood on this very page; else it may stand on another one.
 * @param {KeptProfile[]} seen @param {SeenProfile} now @returns {KeptProfile[]} the newest first
 */
export function rememberProfile(seen, { path, ...now }) {
  const before = findAccount(seen, now.platform, now);
  const keepsBio = now.bio === "" && before !== undefined && before.bio_at !== path;
  const keepsLinks = now.links.length === 0 && before !== undefined && before.links_at !== path;
  const kept = {
    ...now,
    bio: keepsBio ? before.bio : now.bio,
    bio_at: keepsBio ? before.bio_at : path,
    links: keepsLinks ? before.links : now.links,
    links_at: keepsLinks ? before.links_at : path,
    seen_at: Date.now(),
  };
  return [kept, ...seen.filter((one) => one !== before)].slice(0, MOST_SEEN);
}

/**
 * @param {NamedAccount[]} accounts @param {NamedAccount} said
 * @returns {NamedAccount[]} with what the person says about one account put in the place of what they said before
 */
export function sayAccount(accounts, said) {
  const before = findAccount(accounts, said.platform, said);
  return [...accounts.filter((one) => one !== before), said];
}
