import assert from "node:assert/strict";
import { test } from "node:test";
import { askServer } from "../../extension/background/enrolment.js";
import { refreshPlatforms } from "../../extension/background/platforms.js";
import { mergeSettings, readSettings, refreshManaged, watchSettings } from "../../extension/background/settings.js";
import { stubBrowser, until } from "./browser_stub.mjs";

const CITY = "https://reading.maplebend.gov";

/** Asks nobody, and tells which server it would have asked. */
async function wouldAsk() {
  const asked = [];
  const answer = await askServer(async ({ server }) => { asked.push(server); return true; });
  return { asked, reason: answer === true ? null : answer.reason };
}

test("while managed values are late, nothing is sent anywhere", async (t) => {
  stubBrowser(t, { managed: {} });
  assert.deepEqual(await wouldAsk(), { asked: [], reason: "waiting" });
});

test("while managed values are late, nobody is asked for descriptions of sites either", async (t) => {
  const { setManaged } = stubBrowser(t, { managed: {} });
  const asked = [];
  const before = globalThis.fetch;
  t.after(() => { globalThis.fetch = before; });
  globalThis.fetch = async (address) => {
    asked.push(String(address));
    return new Response('{"platforms": [], "off": []}');
  };
  await refreshPlatforms();
  assert.deepEqual(asked, []);
  setManaged({ server: CITY });
  await refreshManaged({ emptyIsFinal: false });
  await refreshPlatforms();
  assert.equal(asked[0], `${CITY}/v1/platforms`);
});

test("while the browser does not even answer, nothing is sent anywhere", async (t) => {
  stubBrowser(t, { managed: "never" });
  assert.deepEqual(await wouldAsk(), { asked: [], reason: "waiting" });
});

test("values that come late take effect by themselves", async (t) => {
  const { setManaged } = stubBrowser(t, { managed: {} });
  let told = 0;
  watchSettings(() => { told += 1; });
  assert.equal((await wouldAsk()).reason, "waiting");
  setManaged({ server: CITY });
  await until(() => told > 0);
  assert.deepEqual(await wouldAsk(), { asked: [CITY], reason: null });
});

test("values that change while the browser runs take effect by themselves", async (t) => {
  const { setManaged } = stubBrowser(t, { managed: { server: CITY, role: "police" } });
  watchSettings(() => undefined);
  await refreshManaged({ emptyIsFinal: false });
  assert.equal((await readSettings()).settings.role, "police");
  setManaged({ server: "https://second.maplebend.gov" });
  await until(async () => (await readSettings()).settings.server === "https://second.maplebend.gov");
  assert.equal((await readSettings()).settings.role, "staff", "a value taken back is no longer in force");
});

test("of values that come in parts each counts when it comes, and the person's own fill the rest", async (t) => {
  const { setManaged, local } = stubBrowser(t, { managed: { profile: "official" } });
  watchSettings(() => undefined);
  local.role = "elected";
  await refreshManaged({ emptyIsFinal: false });
  assert.deepEqual((await readSettings()).managed, ["profile"]);
  assert.equal((await readSettings()).settings.role, "elected");
  setManaged({ profile: "official", role: "police", server: CITY });
  await until(async () => (await readSettings()).managed.length === 3);
  assert.equal((await readSettings()).settings.role, "police");
});

test("a wrong-typed value is passed over, and the others count", async (t) => {
  const wrong = { role: 7, profile: "king", pause_allowed: "no", hosts: "x.com", enrolment: null };
  stubBrowser(t, { managed: { server: CITY, ...wrong } });
  await refreshManaged({ emptyIsFinal: false });
  const { settings, managed, blocked } = await readSettings();
  assert.deepEqual(managed, ["server"]);
  assert.equal(settings.pause_allowed, true);
  assert.deepEqual(settings.hosts, []);
  assert.equal(blocked, false);
});

test("where the organisation names no usable server none is asked, not even the person's own", async (t) => {
  for (const server of [8787, "", "http://reading.maplebend.gov", "reading.maplebend.gov", ["https://a.gov"], null]) {
    const { local } = stubBrowser(t, { managed: { server } });
    local.server = "https://own.example";
    assert.deepEqual(await wouldAsk(), { asked: [], reason: "misconfigured" }, JSON.stringify(server));
  }
});

test("a browser that nobody manages does not wait", async (t) => {
  for (const managed of [{}, "none"]) {
    stubBrowser(t, { installType: "development", managed });
    assert.deepEqual(await wouldAsk(), { asked: ["http://127.0.0.1:8787"], reason: null });
  }
});

test("Firefox, which knows no managed storage without a policy, goes by the person's settings", async (t) => {
  const { local } = stubBrowser(t, { installType: "normal", managed: "none" });
  local.server = "https://own.example";
  assert.deepEqual((await wouldAsk()).asked, ["https://own.example"]);
});

test("after a minute an empty answer is the answer: the organisation set nothing", async (t) => {
  stubBrowser(t, { managed: {}, homepage: CITY });
  assert.equal((await wouldAsk()).reason, "waiting");
  await refreshManaged({ emptyIsFinal: true });
  assert.deepEqual((await wouldAsk()).asked, [CITY], "the server that the city packed the extension for");
});

test("the last known values count while a browser that just started knows none", async (t) => {
  const { local } = stubBrowser(t, { managed: {} });
  local.last_managed = { server: CITY };
  await refreshManaged({ emptyIsFinal: false });
  assert.deepEqual((await wouldAsk()).asked, [CITY]);
});

test("an organisation that takes everything back gives the person's settings back", async (t) => {
  const { setManaged, local } = stubBrowser(t, { managed: { server: CITY, role: "police" } });
  watchSettings(() => undefined);
  await refreshManaged({ emptyIsFinal: false });
  local.role = "elected";
  setManaged({});
  await until(async () => (await readSettings()).managed.length === 0);
  assert.equal((await readSettings()).settings.role, "elected");
});

test("false, zero and empty are values; only what is absent is left to the person", () => {
  assert.equal(mergeSettings({ pause_allowed: false }, { pause_allowed: true }).pause_allowed, false);
  assert.equal(mergeSettings({ token: "" }, { token: "mine" }).token, "");
  assert.equal(mergeSettings({}, { token: "mine" }).token, "mine");
});

test("the organisation's sites stand beside those that the person added", () => {
  const own = ["forum.example", "social.maplebend.gov"];
  const { hosts } = mergeSettings({ hosts: ["social.maplebend.gov"] }, { hosts: own });
  assert.deepEqual(hosts.sort(), ["forum.example", "social.maplebend.gov"]);
});
