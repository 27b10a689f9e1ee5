"use strict";

/**
 * Facts that stand in a page's links and in its blocks of data. Such a block may hold a token beside what is wanted:
 * only the one named object is cut out and parsed, nothing else is looked at.
 */

/** Where wrapped links carry their target. Shorteners such as t.co carry none: there the visible text counts. */
const LINK_WRAPPERS = [
  ["l.facebook.com", "u"], ["lm.facebook.com", "u"], ["l.instagram.com", "u"], ["l.threads.com", "u"],
  ["l.threads.net", "u"], ["www.youtube.com", "q"], ["www.tiktok.com", "target"], ["www.linkedin.com", "url"],
  ["out.reddit.com", "url"],
];
/** Milliseconds after which data that was not in the page is looked for again. */
const LOOK_AGAIN_MS = 2000;
/** Longest object cut out of a page's data, in UTF-16 units. */
const LARGEST_OBJECT = 200_000;
const LONGEST_BIO = 2000;

/** @param {string} address @returns {string} where it leads, as far as it tells itself */
function unwrapLink(address) {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const [, name = ""] = LINK_WRAPPERS.find(([host]) => host === url.hostname) ?? [];
  const target = name && url.searchParams.get(name);
  return target && /^https?:\/\//.test(target) ? target : address;
}

/** @param {Element} link @returns {string} */
function readLink(link) {
  const text = (link.textContent ?? "").trim();
  // Pages show where a shortened link leads, sometimes with dots at its end.
  if (/^(https?:\/\/)?[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text)) return text.replace(/…$/, "");
  return link instanceof HTMLAnchorElement ? unwrapLink(link.href) : "";
}

/**
 * @param {string} text of a page's data @param {string} name
 * @returns {any} the first object after `"name"`, or null
 */
function cutObject(text, name) {
  const found = text.indexOf(`"${name}"`);
  const start = found < 0 ? -1 : text.indexOf("{", found);
  if (start < 0) return null;
  const token = /"(?:[^"\\]|\\.)*"|[{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let hit = token.exec(text); hit && hit.index - start < LARGEST_OBJECT; hit = token.exec(text)) {
    if (hit[0] === "{") depth++;
    if (hit[0] === "}" && --depth === 0) return parseObject(text.slice(start, token.lastIndex));
  }
  return null;
}

/** @param {string} text @returns {any} */
function parseObject(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the site changed its data: as if it were not there
  }
}

/** @type {Record<string, {value: any, at: number}>} what was read of this page's data; it does not change */
const readData = {};

/** @param {string} key @param {() => any} read @returns {any} */
function readOnce(key, read) {
  const known = readData[key];
  if (known && (known.value || Date.now() - known.at < LOOK_AGAIN_MS)) return known.value;
  const value = read();
  // While the page still comes in, what is missing may be there in a moment.
  if (value || document.readyState === "complete") readData[key] = { value, at: Date.now() };
  return value;
}

/** @param {AccountSource} source @returns {any} the object that `marker` names, in whichever script has it */
function readJson({ marker = "", path = "" }) {
  const object = readOnce(marker, () => {
    const scripts = [...document.querySelectorAll('script[type="application/json"]')];
    const holder = scripts.find(({ textContent }) => textContent?.includes(`"${marker}"`));
    return holder ? cutObject(holder.textContent ?? "", marker) : null;
  });
  return path.split(".").reduce((value, name) => value?.[name], object);
}

/** @param {AccountSource} source @returns {string | string[]} */
function readMastodon({ path = "" }) {
  const own = readOnce("#initial-state", () => {
    const text = document.querySelector("script#initial-state")?.textContent ?? "";
    return cutObject(text, "accounts")?.[/"me"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? ""];
  });
  const value = own?.[path];
  const linkIn = (/** @type {string} */ markup) => /href="([^"]+)"/.exec(markup)?.[1] ?? plainText(markup);
  if (Array.isArray(value)) return value.map((field) => linkIn(String(field?.value)));
  return typeof value === "string" ? plainText(value) : "";
}

/** @param {unknown} markup @returns {string} */
function plainText(markup) {
  const named = /** @type {Record<string, string>} */ ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" });
  return String(markup).replace(/<br\s*\/?>|<\/p>/g, "\n").replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => named[name]).trim();
}
