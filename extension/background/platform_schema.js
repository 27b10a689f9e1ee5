/**
 * What a platform file may hold. Served files are data from outside: anything unknown, too long or too many makes the
 * whole set unusable, and the last good one stays. There is nothing here that could be run: selectors, labels, and
 * names of ways to read that are compiled in.
 */

/** @typedef {(value: any) => boolean} Fits */

/** The most that is taken of anything, in UTF-16 units and items. */
const LONGEST = 400;
const MOST = 80;

/** @type {Fits} */
const isText = (value) => typeof value === "string" && value.length > 0 && value.length <= LONGEST;
/** @param {Fits} fits @returns {Fits} */
const listOf = (fits) => (value) => Array.isArray(value) && value.length <= MOST && value.every(fits);
/** @param {...string} names @returns {Fits} */
const oneOf = (...names) => (value) => names.includes(value);
/** @param {Fits} fits @returns {Fits} */
const orNull = (fits) => (value) => value === null || fits(value);

/** @param {Record<string, Fits>} must @param {Record<string, Fits>} [may] @returns {Fits} */
const shape = (must, may = {}) => (value) => typeof value === "object" && value !== null && !Array.isArray(value)
  && Object.keys(must).every((name) => name in value)
  && Object.entries(value).every(([name, part]) => (must[name] ?? may[name])?.(part) === true);

const isId = (/** @type {any} */ value) => isText(value) && /^[a-z0-9-]{1,60}$/.test(value);
const isHost = (/** @type {any} */ value) => isText(value) && /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value);
const isSmallNumber = (/** @type {any} */ value) => Number.isInteger(value) && value >= 0 && value < 20;
const isAction = oneOf("post", "reply", "repost", "quote", "edit");

/** @type {Fits} */
const isTarget = (value) => isText(value) || shape({ css: isText }, { words: isText, starts: isText })(value);

const isSource = shape(
  {
    how: oneOf("handle_text", "href_tail", "first_line", "text", "link_text", "attr", "attr_after", "attr_before",
      "attr_at", "path", "json", "mastodon"),
  },
  {
    css: isText, attr: isText, label: isText, marker: isText, path: isText, index: isSmallNumber,
    scope: oneOf("editor", "dialog"),
  },
);
const isSources = listOf(isSource);

const isRule = shape({
  action: isAction, how: oneOf("dialog_has", "near", "inside", "path", "query", "label", "submit"), value: isText,
});

/** @type {Fits} */
const isNotEmpty = (value) => value.length > 0;

const isComposer = shape(
  {
    id: isId,
    editor: (value) => listOf(isTarget)(value) && isNotEmpty(value),
    submit: (value) => listOf(isTarget)(value) && isNotEmpty(value),
    keys: listOf(oneOf("mod+enter", "enter")),
    action: shape({ default: isAction, rules: listOf(isRule) }),
  },
  {
    exclude: listOf(isTarget),
    media: orNull(shape({}, { items: isText, missing_alt: isText, alt_fields: isTarget })),
    quoted_text: orNull(isText),
    acting: isSources,
    beside: (value) => typeof value === "boolean",
  },
);

/** @type {Record<string, Fits>} */
const ACCOUNT = { handle: isSources, display_name: isSources, bio: isSources, links: isSources };
const isProfile = shape({ present: isText, own: orNull(isText) }, { ...ACCOUNT, avatar_alt: isSources });
const isComment = shape({ item: isText, text: isText, author: isSources });
const isModeration = shape({ action: oneOf("hide_comment", "delete_comment", "block_user"), control: isTarget });

/** @type {Fits} */
const isLabels = (value) => typeof value === "object" && value !== null && !Array.isArray(value)
  && Object.entries(value).every(([name, words]) => isText(name) && listOf(isText)(words));

export const isPlatformFile = shape(
  {
    id: isId,
    name: isText,
    hosts: listOf(isHost),
    composers: (value) => listOf(isComposer)(value) && isNotEmpty(value),
    account: shape({ handle: isSources, display_name: isSources }, ACCOUNT),
  },
  {
    platform: isId,
    detect: listOf(isText),
    profile: orNull(isProfile),
    moderation: listOf(isModeration),
    comment: isComment,
    labels: isLabels,
  },
);

/** @param {any} value @returns {value is PlatformSet} */
export function isPlatformSet(value) {
  return shape({
    version: (number) => Number.isInteger(number) && number > 0,
    expires: (date) => isText(date) && /^\d{4}-\d\d-\d\d$/.test(date),
    off: listOf(isId),
    platforms: listOf(isPlatformFile),
  })(value) && new Set(value.platforms.map((/** @type {PlatformFile} */ { id }) => id)).size === value.platforms.length;
}

/** @param {PlatformFile} file @returns {string[]} names of label lists it uses */
export function labelsUsedBy(file) {
  const rules = file.composers.flatMap(({ action }) => action.rules)
    .filter(({ how }) => how === "label" || how === "submit").map(({ value }) => value);
  /** @type {string[]} */
  const found = [...rules];
  JSON.stringify(file, (key, value) => {
    if (["words", "starts", "label"].includes(key) && typeof value === "string") found.push(value);
    return value;
  });
  return found;
}
