import assert from "node:assert/strict";
import { test } from "node:test";
import { accountFacts, rememberProfile, sayAccount } from "../../extension/background/accounts.js";
import { DEFAULTS } from "../../extension/background/settings.js";

const page = { handle: "@mayorof", display_name: "The Mayor", bio: "", links: [], avatar_alt: "" };
const named = { platform: "x", handle: "@MayorOf", profile: "campaign", role: "elected", bio: "b", links: [] };
const visit = { ...page, platform: "x", path: "/mayorof", bio: "Views my own", links: ["maplebend.gov"] };
const settings = (changes) => ({ ...DEFAULTS, ...changes });

test("a listed account is what the person said it is, whatever the case of its handle", () => {
  const { accounts } = settings({ accounts: [named] });
  const facts = (platform, handle) => accountFacts(settings({ accounts }), platform, { ...page, handle });
  assert.equal(facts("x", "@mayorof").profile, "campaign");
  assert.equal(facts("x", "@else").profile, "official");
  assert.equal(facts("facebook", "@mayorof").profile, "official");
});

test("where a site shows no handle an account is known by its name", () => {
  const accounts = [{ ...named, platform: "facebook", handle: "City of Maple Bend" }];
  const who = { ...page, handle: "", display_name: "City of Maple Bend" };
  assert.equal(accountFacts(settings({ accounts }), "facebook", who).profile, "campaign");
  const nobody = { ...page, handle: "", display_name: "" };
  assert.equal(accountFacts(settings({ accounts }), "facebook", nobody).profile, "official");
});

test("a bio that was seen on the own profile goes along with every draft of that account", () => {
  const seen = rememberProfile([], visit);
  assert.equal(accountFacts(settings({ seen }), "x", page).bio, "Views my own");
  assert.deepEqual(accountFacts(settings({ seen }), "x", page).links, ["maplebend.gov"]);
  assert.equal(accountFacts(settings({ seen }), "x", { ...page, handle: "@other" }).bio, "");
});

test("what the page shows now goes before what was seen, and what the person wrote before both", () => {
  const seen = rememberProfile([], visit);
  assert.equal(accountFacts(settings({ seen }), "x", { ...page, bio: "New" }).bio, "New");
  assert.equal(accountFacts(settings({ seen, accounts: [named] }), "x", { ...page, bio: "New" }).bio, "b");
});

test("a bio seen more than a month ago no longer counts", () => {
  const [kept] = rememberProfile([], visit);
  const seen = [{ ...kept, seen_at: Date.now() - 31 * 24 * 3_600_000 }];
  assert.equal(accountFacts(settings({ seen }), "x", page).bio, "");
});

test("the default bio belongs to no account that something was said about", () => {
  const accounts = [{ ...named, bio: "" }];
  assert.equal(accountFacts(settings({ accounts, bio: "default" }), "x", page).bio, "");
  assert.equal(accountFacts(settings({ accounts, bio: "default" }), "x", { ...page, handle: "@jo" }).bio, "default");
});

test("a bio that was taken out of the profile is forgotten, links on another page are not", () => {
  const first = rememberProfile([], { ...visit, path: "/in/jo/contact", bio: "" });
  const second = rememberProfile(first, { ...visit, path: "/in/jo", links: [] });
  assert.deepEqual([second[0].bio, second[0].links], ["Views my own", ["maplebend.gov"]]);
  const third = rememberProfile(second, { ...visit, path: "/in/jo", bio: "", links: [] });
  assert.deepEqual([third[0].bio, third[0].links], ["", ["maplebend.gov"]]);
  assert.equal(third.length, 1);
});

test("what is said about an account takes the place of what was said before", () => {
  const after = sayAccount([named], { ...named, handle: "@mayorof", profile: "personal" });
  assert.deepEqual(after.map(({ profile }) => profile), ["personal"]);
});
