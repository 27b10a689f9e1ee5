import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { isPlatformFile, isPlatformSet, labelsUsedBy } from "../../extension/background/platform_schema.js";
import { bestSet, choosePlatforms } from "../../extension/background/platforms.js";
import { loadContent, plain, read } from "./content.mjs";

const manifest = JSON.parse(read("manifest.json"));
const index = JSON.parse(read("platforms/index.json"));
const folder = new URL("../../extension/platforms/", import.meta.url);
const names = readdirSync(folder).filter((name) => name !== "index.json");
const files = names.map((name) => JSON.parse(read(`platforms/${name}`)));
const generic = files.find(({ id }) => id === "generic");
const known = files.filter((file) => file !== generic);
const set = { ...index, platforms: index.platforms.map((id) => known.find((file) => file.id === id)) };

for (const [place, name] of names.entries()) {
  test(`the platform file ${name} has the shape that the content scripts read`, () => {
    const file = files[place];
    assert.ok(isPlatformFile(file));
    assert.equal(`${file.id}.json`, name);
    const labels = { ...generic.labels, ...file.labels };
    for (const label of labelsUsedBy(file)) assert.ok(labels[label], `no labels: ${label}`);
    for (const list of Object.values(labels)) assert.deepEqual(list, list.map((word) => word.toLowerCase()));
  });
}

test("the index names every platform file but the one for unknown sites", () => {
  assert.deepEqual([...index.platforms].sort(), known.map(({ id }) => id).sort());
  assert.ok(isPlatformSet(set));
  assert.ok(Date.parse(index.expires) > Date.parse("2027-01-01"));
});

test("the content scripts run on exactly the hosts of the packaged platforms", () => {
  const { matches } = manifest.content_scripts[0];
  const covers = (pattern, host) => pattern === host || (pattern.startsWith("*.") && host.endsWith(pattern.slice(1)));
  const patterns = matches.map((match) => match.replace(/^https:\/\//, "").replace(/\/\*$/, ""));
  const hosts = known.flatMap((file) => file.hosts);
  const isCovered = (host) => patterns.some((pattern) => covers(pattern, host));
  for (const host of hosts) assert.ok(isCovered(host), `not in the manifest: ${host}`);
  for (const pattern of patterns) assert.ok(hosts.includes(pattern), `in no platform file: ${pattern}`);
  for (const match of matches) assert.ok(manifest.host_permissions.includes(match), `not permitted: ${match}`);
});

const [first] = known;
const [composer] = first.composers;
const with_ = (change) => ({ ...set, platforms: [{ ...first, ...change }] });
const WRONG = {
  "an unknown field": { ...set, script: "alert(1)" },
  "an unknown way to read": with_({ account: { handle: [{ how: "eval" }], display_name: [] } }),
  "a page address as a host": with_({ hosts: ["https://x.com/"] }),
  "a star for every host": with_({ hosts: ["*"] }),
  "a composer without an editor": with_({ composers: [{ ...composer, editor: [] }] }),
  "the same platform twice": { ...set, platforms: [first, first] },
  "no date": { ...set, expires: "soon" },
  "a selector without end": with_({ detect: ["a".repeat(500)] }),
};
for (const [what, wrong] of Object.entries(WRONG)) {
  test(`a served set with ${what} is not used`, () => assert.ok(!isPlatformSet(wrong)));
}

const idsFor = (host, added = [], off = []) => choosePlatforms({ ...set, off }, generic, host, added)
  .map(({ id }) => id);

test("a host belongs to the platform that names it most exactly", () => {
  assert.deepEqual(idsFor("x.com"), ["x"]);
  assert.deepEqual(idsFor("mobile.x.com"), ["x"]);
  assert.deepEqual(idsFor("pro.x.com"), ["x-pro"]);
  assert.deepEqual(idsFor("notx.com"), []);
});

test("an added host may be any site whose marks can be recognised, else an unknown one", () => {
  assert.deepEqual(idsFor("social.maplebend.example", ["social.maplebend.example"]), ["mastodon", "elk", "generic"]);
});

test("a platform that is switched off is left alone everywhere", () => {
  assert.deepEqual(idsFor("x.com", [], ["x"]), []);
  assert.deepEqual(idsFor("a.example", ["a.example"], ["mastodon"]), ["elk", "generic"]);
});

const kept = (change) => ({ server: "s", etag: "", asked_at: 0, set: { ...set, version: 9, ...change } });

test("a served set goes before the packaged one, until it expires or the extension is newer", () => {
  const best = (change, packaged = set) => bestSet(packaged, kept(change), "2027-01-31T12:00:00Z").version;
  assert.equal(best({ expires: "2027-01-31" }), 9);
  assert.equal(best({ expires: "2027-01-30" }), set.version);
  assert.equal(best({ expires: "2028-01-01" }, { ...set, version: 10 }), 10);
  assert.equal(best({ off: "x" }), set.version);
  assert.equal(bestSet(set, null, "2027-01-31"), set);
});

test("a file's words come from its own lists, else from those for all sites", () => {
  const run = loadContent("words", "dom", "targets");
  const file = {
    id: "a", name: "A", hosts: [], account: { handle: [], display_name: [] }, labels: { go: ["go"] },
    composers: [{
      id: "post",
      editor: ["textarea"],
      submit: [{ css: "button", words: "go" }, { css: "a", starts: "send" }],
      keys: [],
      action: { default: "post", rules: [] },
    }],
  };
  const ready = run("readyPlatform")(file, generic);
  assert.deepEqual(plain(ready.composers[0].submit), [
    { css: "button", words: ["go"], starts: null }, { css: "a", words: null, starts: generic.labels.send },
  ]);
  assert.deepEqual(plain(ready.fallback.submit).map(({ words }) => words), [generic.labels.post]);
});
