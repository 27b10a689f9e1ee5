/** In Firefox: one page of every family of editors. Started by test_firefox.py, which names server and pages. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openFirefox, poll, saveSettings } from "./firefox.mjs";

const { FIREFOX, SERVER, SCRIPTS } = process.env;
const EDITORS = ["draft", "lexical", "quill", "prosemirror", "tiptap", "slate", "react_textarea", "contenteditable",
  "in_shadow"];
const LEAK = "Just out of closed session, we are selling the arena";
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css" };
const PAGES = new URL("../browser/pages/", import.meta.url);

let browser;
let site;
let words;

async function answer(request, response) {
  const name = new URL(request.url, "http://localhost").pathname.slice(1);
  const ending = name.split(".").at(-1);
  const file = ending === "js" ? `${SCRIPTS}/${name}` : new URL(name, PAGES);
  const body = await readFile(file).catch(() => null);
  response.writeHead(body ? 200 : 404, { "Content-Type": TYPES[ending] ?? "text/plain" });
  response.end(body);
}

/** @returns {Promise<string>} the words that the server marks in the leak */
async function askServer() {
  const draft = { text: LEAK, platform: "other" };
  const response = await fetch(`${SERVER}/v1/check`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ draft, account: { profile: "official", role: "staff" } }),
  });
  const { findings: [finding] } = await response.json();
  return LEAK.slice(finding.span.start, finding.span.end);
}

/** Once it runs on one page, it runs on all that are opened later. */
async function waitUntilItRuns() {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${site.address().port}/editors.html?textarea`);
  await page.click("#home textarea");
  await poll(() => page.evaluate(() => document.querySelector("second-reading-notes") !== null), "the extension");
  await page.close();
}

before(async () => {
  site = createServer(answer);
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  words = await askServer();
  browser = await openFirefox(FIREFOX);
  await saveSettings(browser, { server: SERVER, hosts: ["localhost"] });
  await waitUntilItRuns();
});

after(async () => {
  await browser?.close();
  site?.close();
});

const marked = (page) => page.evaluate(() => {
  const names = ["advise", "warn", "confirm"];
  const ranges = names.flatMap((name) => [...(CSS.highlights.get(`second-reading-${name}`) ?? [])]);
  const lines = document.querySelector("second-reading-notes")?.shadowRoot.querySelectorAll(".mirror u") ?? [];
  return [...ranges.map((range) => range.toString()), ...[...lines].map((line) => line.textContent)].join("|");
});

const part = (page, selector) => page.evaluateHandle((css) => {
  return document.querySelector("second-reading-notes").shadowRoot.querySelector(css);
}, selector);

const press = async (page, selector) => {
  await poll(async () => (await part(page, selector)).asElement(), selector);
  await (await part(page, selector)).evaluate((element) => element.click());
};

for (const name of EDITORS) {
  test(`in ${name} the line stands on its words and a post is held and let through once`, async () => {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${site.address().port}/editors.html?${name}`);
    await poll(() => page.evaluate(() => document.documentElement.dataset.ready), "the editor");
    const box = await page.evaluateHandle(() => {
      const home = document.querySelector("#home");
      return (home.shadowRoot ?? home).querySelector("[contenteditable], textarea");
    });
    await box.asElement().click();
    await page.keyboard.type(LEAK);
    await poll(async () => (await marked(page)) === words, `a line under ${words}`);
    await page.keyboard.down("Control");
    await page.keyboard.press("Home");
    await page.keyboard.up("Control");
    await page.keyboard.type("So: ");
    assert.equal(await marked(page), words);
    await page.click("#publish");
    await press(page, "[role=alertdialog] input");
    assert.deepEqual(await page.evaluate(() => window.published), []);
    await press(page, "[role=alertdialog] button.main");
    await poll(() => page.evaluate(() => window.published.length === 1), "one post");
    assert.equal(await page.evaluate(() => window.published[0].text.trim()), `So: ${LEAK}`);
    await page.close();
  });
}
