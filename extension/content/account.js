"use strict";

/**
 * Who is writing, as far as the page shows it: the signed-in account, the page or channel one acts for, and on
 * people's own profile its bio and links. Reads what the platform's file names and nothing else: no cookie, no feed,
 * no message. The ways of reading are compiled in; a platform's file only chooses among them.
 */

/** @param {string} text @returns {string} the first @word in it */
const handleIn = (text) => /@[\w.-]*\w/.exec(text)?.[0] ?? "";

/** @param {string} name @returns {string} "@name", or "" where it can be no handle */
const asHandle = (name) => (/^@?[\w.-]+$/.test(name) ? `@${name.replace(/^@/, "")}` : "");

/** @param {Element} element @returns {string} the first words in it */
function firstLine(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const line = walker.currentNode.textContent?.trim();
    if (line) return line.startsWith("@") ? "" : line;
  }
  return "";
}

/** @param {string} text @param {string[]} beginnings @returns {string} what follows the longest of them */
function textAfter(text, beginnings) {
  const [found = ""] = beginnings.filter((one) => text.toLowerCase().startsWith(one.toLowerCase()))
    .sort((one, other) => other.length - one.length);
  return found ? text.slice(found.length).replace(/…$/, "").trim() : "";
}

/** @param {string} text @param {string[]} ends @returns {string} what stands before one of them */
function textBefore(text, ends) {
  const found = ends.find((end) => text.toLowerCase().endsWith(end.toLowerCase()));
  return found ? text.slice(0, -found.length).trim() : "";
}

/** @type {Record<string, (element: Element, source: AccountSource, words: string[]) => string>} */
const ACCOUNT_READERS = {
  text: (element) => (element.textContent ?? "").trim(),
  handle_text: (element) => handleIn(element.textContent ?? ""),
  first_line: firstLine,
  href_tail: (element) => {
    const [path] = (element.getAttribute("href") ?? "").split(/[?#]/);
    return asHandle(path.split("/").filter(Boolean).at(-1) ?? "");
  },
  attr: (element, { attr = "" }) => (element.getAttribute(attr) ?? "").trim(),
  attr_at: (element, { attr = "" }) => handleIn(element.getAttribute(attr) ?? ""),
  attr_after: (element, { attr = "" }, words) => textAfter(element.getAttribute(attr) ?? "", words),
  attr_before: (element, { attr = "" }, words) => textBefore(element.getAttribute(attr) ?? "", words),
};

/** @param {AccountSource["scope"]} scope @param {Element | null} editor @returns {ParentNode | null} */
function placeOf(scope, editor) {
  if (scope === "editor") return editor;
  const dialog = scope === "dialog" && editor ? closestOf(editor, "[role=dialog], dialog") : null;
  return dialog ?? document;
}

/**
 * @param {AccountSource} source @param {Platform} platform @param {Element | null} editor
 * @returns {string | string[]} empty where the page does not say
 */
function readSource(source, platform, editor) {
  const { how, css, index = 0, scope, label = "" } = source;
  if (how === "json") return readJson(source);
  if (how === "mastodon") return readMastodon(source);
  if (how === "path") return (location.pathname.split("/").filter(Boolean)[index] ?? "").replace(/^@/, "");
  const root = placeOf(scope, editor);
  const elements = css ? [...root?.querySelectorAll(css) ?? []] : root instanceof Element ? [root] : [];
  if (how === "link_text") return elements.map(readLink).filter(Boolean);
  const words = platform.labels?.[label] ?? [];
  for (const element of elements) {
    const found = ACCOUNT_READERS[how](element, source, words);
    if (found) return found;
  }
  return "";
}

/** @param {AccountSource[] | undefined} sources @param {Platform} platform @param {Element | null} [editor] */
function readWords(sources, platform, editor = null) {
  for (const source of sources ?? []) {
    const found = readSource(source, platform, editor);
    const words = Array.isArray(found) ? found[0] : found;
    if (typeof words === "string" && words) return words.slice(0, LONGEST_BIO);
  }
  return "";
}

/** @param {AccountSource[] | undefined} sources @param {Platform} platform @returns {string[]} without twins */
function readLinks(sources, platform) {
  const found = (sources ?? []).flatMap((source) => readSource(source, platform, null));
  return [...new Set(found.filter((link) => typeof link === "string" && link).map(unwrapLink))].slice(0, 20);
}

/** @param {AccountSource[] | undefined} sources @param {Platform} platform @param {Element | null} [editor] */
const readHandle = (sources, platform, editor) => asHandle(readWords(sources, platform, editor));

/**
 * @param {Platform} platform @param {{element: Element, composer: Composer} | null} [box] where somebody writes
 * @returns {PageAccount} who is signed in, or for whom the box posts, as far as the page shows it
 */
function readPageAccount(platform, box = null) {
  const { handle, display_name, bio, links } = platform.account;
  const editor = box?.element ?? null;
  const name = readWords(display_name, platform, editor);
  const acting = box ? readWords(box.composer.acting, platform, editor) : "";
  if (acting && acting !== name) return { handle: "", display_name: acting, bio: "", links: [], avatar_alt: "" };
  return {
    handle: readHandle(handle, platform, editor), display_name: name,
    bio: readWords(bio, platform), links: readLinks(links, platform), avatar_alt: "",
  };
}

/**
 * @param {Platform} platform
 * @returns {SeenProfile | null} what stands on the person's own profile, where the page shows just that
 */
function readOwnProfile(platform) {
  const { profile } = platform;
  if (!profile || !document.querySelector(profile.present)) return null;
  const account = readPageAccount(platform);
  const handle = readHandle(profile.handle, platform);
  const name = readWords(profile.display_name, platform);
  const isOwn = handle ? sameName(handle, account.handle) : !account.handle && sameName(name, account.display_name);
  if (!isOwn) return null;
  return {
    platform: platform.id, path: location.pathname, handle: account.handle, display_name: account.display_name || name,
    bio: readWords(profile.bio, platform), links: readLinks(profile.links, platform),
    avatar_alt: readWords(profile.avatar_alt, platform),
  };
}

/** @param {string} one @param {string} other */
function sameName(one, other) {
  return one !== "" && one.toLowerCase() === other.toLowerCase();
}
