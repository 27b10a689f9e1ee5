/** Content scripts outside a browser: run in one shared scope, in the manifest's order, as a browser does. */
import { readFileSync } from "node:fs";
import vm from "node:vm";

const EXTENSION = new URL("../../extension/", import.meta.url);

/** @param {string} path inside the extension */
export const read = (path) => readFileSync(new URL(path, EXTENSION), "utf8");

/**
 * @param {string[]} names of content scripts, without folder and ending @param {object} browser in place of ours
 * @returns {(code: string) => any}
 */
export function loadWith(names, browser) {
  const scope = vm.createContext({ setTimeout, clearTimeout, performance, ...browser });
  for (const name of names) vm.runInContext(read(`content/${name}.js`), scope, { filename: `${name}.js` });
  return (code) => vm.runInContext(code, scope);
}

/** @param {...string} names @returns {(code: string) => any} */
export const loadContent = (...names) => loadWith(names, {});

/** Values of another scope have other prototypes, which a strict comparison minds. @param {unknown} value */
export const plain = (value) => JSON.parse(JSON.stringify(value));
