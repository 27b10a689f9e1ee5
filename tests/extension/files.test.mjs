import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { loadContent, read } from "./content.mjs";

const manifest = JSON.parse(read("manifest.json"));
const words = JSON.parse(read("_locales/en/messages.json"));
const folder = (name) => readdirSync(new URL(`../../extension/${name}/`, import.meta.url));

test("every content script is in the manifest, once", () => {
  const listed = manifest.content_scripts[0].js;
  const present = folder("content").filter((name) => name.endsWith(".js")).map((name) => `content/${name}`);
  assert.deepEqual([...listed].sort(), present.sort());
});

test("the try-it page loads the same scripts in the same order, all but the one that starts the extension", () => {
  const template = read("../server/secondreading/web/templates/try_it.html");
  const [list] = /\[("words"[^\]]*)\]/.exec(template) ?? [""];
  const loaded = [...list.matchAll(/"(\w+)"/g)].map(([, name]) => `content/${name}.js`);
  assert.deepEqual(loaded, manifest.content_scripts[0].js.filter((name) => name !== "content/boot.js"));
});

test("every word that is used was written, and every written one is used", () => {
  const files = ["content", "background", "options", "popup"]
    .flatMap((name) => folder(name).map((file) => `${name}/${file}`))
    .filter((path) => /\.(js|html)$/.test(path))
    .map(read);
  const source = [...files, JSON.stringify(manifest)].join("\n");
  const used = [...source.matchAll(/(?:word|say|getMessage|fill\w+|buildFact|buildLines)\((?:[^()"]*)"([a-z_]+)"/g),
    ...source.matchAll(/data-word="(\w+)"/g), ...source.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key);
  const keys = used.filter((name) => !["profile", "role", "before", "ladder"].includes(name));
  for (const key of keys) assert.ok(words[key], `no word: ${key}`);
  for (const key of Object.keys(words)) {
    const isFamily = /^(severity|reason|help|profile|role|before|ladder)_/.test(key);
    assert.ok(isFamily || source.includes(`"${key}"`) || source.includes(`__MSG_${key}__`), `unused word: ${key}`);
  }
});

const LANGUAGES = folder("_locales");
const wordsIn = (language) => JSON.parse(read(`_locales/${language}/messages.json`));

test("English, French and Spanish say the same things", () => {
  assert.deepEqual(LANGUAGES.sort(), ["en", "es", "fr"]);
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(wordsIn(language)), Object.keys(words), language);
    assert.equal(wordsIn(language).language.message, language);
    for (const [key, { message }] of Object.entries(wordsIn(language))) {
      const parts = (text) => [...new Set(text.match(/\$\d/g))].sort();
      assert.deepEqual(parts(message), parts(words[key].message), `${language}: ${key}`);
      assert.ok(message.trim() === message && message !== "", `${language}: ${key}`);
    }
  }
});

test("no sentence is left in English", () => {
  const same = ["name", "card_words"];
  for (const language of ["es", "fr"]) {
    for (const [key, { message }] of Object.entries(wordsIn(language))) {
      const isShort = message.split(" ").length < 3;
      assert.ok(isShort || same.includes(key) || message !== words[key].message, `${language}: ${key}`);
    }
  }
});

/** The Flesch-Kincaid grade: years of school that a text asks for. Syllables are groups of vowels. */
function schoolGrade(text) {
  const sentences = text.split(/[.!?:;]+(?:\s|$)/).filter((one) => /\p{L}/u.test(one)).length;
  const list = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const syllables = list.map((one) => Math.max(1, (one.replace(/e$/, "").match(/[aeiouy]+/g) ?? []).length));
  const count = syllables.reduce((sum, one) => sum + one, 0);
  return 0.39 * (list.length / sentences) + 11.8 * (count / list.length) - 15.59;
}

test("the words can be read after eight years of school", () => {
  const sentences = Object.values(words).map(({ message }) => message).filter((message) => /[.!?]$/.test(message));
  assert.ok(schoolGrade(sentences.join(" ")) <= 8, String(schoolGrade(sentences.join(" "))));
  for (const one of sentences) {
    const count = one.split(/[.!?:;]+/).map((part) => part.split(/\s+/).filter(Boolean).length);
    assert.ok(Math.max(...count) <= 25, `too long: ${one}`);
  }
});

test("lines look the same in the document, in shadow roots and over text fields", () => {
  const run = loadContent("words", "spans", "text", "dom", "compose_box", "draft", "check_session", "underline");
  const inScripts = run("UNDERLINE_STYLES");
  const sheet = read("content/underlines.css");
  for (const severity of ["advise", "warn", "confirm"]) {
    const [, block] = new RegExp(`second-reading-${severity}\\) \\{([^}]*)\\}`).exec(sheet) ?? [];
    for (const part of inScripts[severity].split("; background-color: ").filter((one) => one !== "transparent")) {
      assert.ok(block.includes(part), `${severity}: ${part}`);
    }
  }
});

test("a path pattern stands for whole parts of a path", () => {
  const run = loadContent("words", "dom", "draft");
  const matches = run("pathMatches");
  assert.ok(matches("/someone/status/1", "/*/status/*"));
  assert.ok(matches("/someone/status/1/photo/1", "/*/status/*"));
  assert.ok(!matches("/home", "/*/status/*"));
  assert.ok(!matches("/status/status", "/*/status/*"));
});

test("half an emoji or a null character becomes a stand-in of the same length", () => {
  const run = loadContent("words", "dom", "draft");
  assert.equal(run('wellFormed("a\\ud83d b\\0 😀")'), "a\ufffd b\ufffd 😀");
});

/** @param {string} colour "#rrggbb" @returns {number} relative luminance, 0 to 1 */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} one @param {string} other @returns {number} contrast, 1 to 21 */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// axe cannot tell what lies behind a part that floats over a page, so the colours themselves are measured.
for (const [index, scheme] of ["light", "dark"].entries()) {
  test(`words of ours can be read on their ground, in ${scheme} colours`, () => {
    const block = [...read("content/styles.js").matchAll(/--paper:[^}]*/g)][index][0];
    const colours = Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, ...pair]) => pair));
    for (const ground of ["paper", "wash"]) {
      for (const ink of ["ink", "quiet", "action", "advise", "warn", "confirm"]) {
        const found = contrast(colours[ink], colours[ground]);
        assert.ok(found >= 4.5, `${ink} on ${ground}: ${found.toFixed(2)}`);
      }
    }
    assert.ok(contrast(colours["on-action"], colours.action) >= 4.5);
    assert.ok(contrast(colours.edge, colours.paper) >= 3);
  });
}

test("lines can be seen on white and on black pages", () => {
  const colours = [...read("content/underlines.css").matchAll(/2px (#[0-9a-f]{6})/g)].map(([, colour]) => colour);
  assert.equal(colours.length, 3);
  for (const colour of colours) {
    for (const ground of ["#ffffff", "#000000"]) assert.ok(contrast(colour, ground) >= 3, `${colour} on ${ground}`);
  }
});
