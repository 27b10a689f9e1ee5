/**
 * Firefox with the extension as it lies in the checkout, driven over WebDriver BiDi. Firefox hides an extension's own
 * pages from drivers unless asked not to, and then does not tell when they have loaded: so they are asked until they
 * answer.
 */
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const EXTENSION = fileURLToPath(new URL("../../extension", import.meta.url));
const IDENTITY = "second-reading@maplebend.example";
const ADDRESS = "0a1b2c3d-0000-4000-8000-123456789abc";
const PATIENCE_MS = Number(process.env.PATIENCE_MS ?? 30_000);

/** @param {() => Promise<any>} read @param {string} wanted @returns {Promise<any>} the first true value */
export async function poll(read, wanted) {
  const until = Date.now() + PATIENCE_MS;
  let last;
  while (Date.now() < until) {
    try {
      last = await read();
      if (last) return last;
    } catch (error) {
      last = error; // a page that is just loading
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${PATIENCE_MS} ms for: ${wanted}; last seen: ${last}`);
}

/** @param {string} executablePath @returns {Promise<import("puppeteer-core").Browser>} */
export async function openFirefox(executablePath) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: { "extensions.webextensions.uuids": JSON.stringify({ [IDENTITY]: ADDRESS }) },
    protocolTimeout: PATIENCE_MS,
  });
  await browser.installExtension(EXTENSION);
  return browser;
}

/** @param {import("puppeteer-core").Browser} browser @param {object} settings */
export async function saveSettings(browser, settings) {
  const page = await browser.newPage();
  page.goto(`moz-extension://${ADDRESS}/options/options.html`).catch(() => undefined);
  const isOurs = () => location.protocol === "moz-extension:" && typeof chrome?.storage === "object";
  await poll(() => page.evaluate(isOurs), "the extension's own page");
  await page.evaluate((values) => chrome.storage.local.set(values), settings);
  await page.close().catch(() => undefined);
}
