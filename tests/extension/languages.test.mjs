import assert from "node:assert/strict";
import { test } from "node:test";
import { withLanguages } from "../../extension/background/languages.js";

const finding = { message: "This may be early news.", why: "It is not decided.", fix: "Wait." };
const report = { findings: [finding], tips: [], not_checked: [] };

/** @param {import("node:test").TestContext} t @param {() => Promise<unknown>} detectLanguage */
function stubDetector(t, detectLanguage) {
  const before = globalThis.chrome;
  globalThis.chrome = { i18n: { detectLanguage } };
  t.after(() => { globalThis.chrome = before; });
}

test("a note says its language where the browser is sure of it", async (t) => {
  stubDetector(t, async () => ({ isReliable: true, languages: [{ language: "en", percentage: 99 }] }));
  assert.equal((await withLanguages(report)).findings[0].language, "en");
});

test("a note says no language where the browser only guesses", async (t) => {
  stubDetector(t, async () => ({ isReliable: false, languages: [{ language: "la", percentage: 40 }] }));
  assert.equal((await withLanguages(report)).findings[0].language, "");
});

test("a browser that cannot tell languages still shows the note", async (t) => {
  stubDetector(t, async () => { throw new Error("no detector"); });
  assert.equal((await withLanguages(report)).findings[0].message, finding.message);
});
