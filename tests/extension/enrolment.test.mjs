import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { askServer, clockOff } from "../../extension/background/enrolment.js";
import { stubBrowser } from "./browser_stub.mjs";

const SECRET = "srenrol.0123456789ab.secret";

/**
 * A server that gives tokens one, two, three… and takes what it is told to take.
 * @param {import("node:test").TestContext} t @param {any} behaviour
 */
async function city(t, behaviour = {}) {
  const seen = { secrets: [], given: 0 };
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      seen.secrets.push(JSON.parse(Buffer.concat(parts)).secret);
      if (behaviour.refuse) {
        response.writeHead(401, { "Content-Type": "application/problem+json" });
        response.end(JSON.stringify({ type: `/docs#enrolment-${behaviour.refuse}` }));
        return;
      }
      seen.given += 1;
      const now = Math.floor(Date.now() / 1000) - (behaviour.behind_s ?? 0);
      response.end(JSON.stringify({ token: `token ${seen.given}`, expires_in: behaviour.lifetime_s ?? 3600, now }));
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => { server.closeAllConnections(); server.close(); });
  const address = `http://127.0.0.1:${server.address().port}`;
  const browser = stubBrowser(t, { managed: { server: address, enrolment: SECRET } });
  return { seen, address, browser, behaviour };
}

/** @param {string[]} good the tokens that the server takes */
function asking(good) {
  const shown = [];
  const ask = async ({ token }) => {
    shown.push(token);
    return good.includes(token) ? { ok: true, report: "fine" } : { ok: false, reason: "refused", detail: "" };
  };
  return { shown, ask };
}

test("a managed browser shows its secret once and then its token", async (t) => {
  const { seen, address } = await city(t);
  const { ask, shown } = asking(["token 1"]);
  for (let time = 0; time < 3; time += 1) assert.equal((await askServer(ask)).ok, true);
  assert.deepEqual(shown, ["token 1", "token 1", "token 1"]);
  assert.deepEqual(seen.secrets, [SECRET]);
  assert.ok(address);
});

test("many boxes that ask at once share one enrolment", async (t) => {
  const { seen } = await city(t);
  const { ask } = asking(["token 1"]);
  await Promise.all([1, 2, 3, 4].map(() => askServer(ask)));
  assert.equal(seen.secrets.length, 1);
});

test("a token that ended early is renewed once, and the check goes on", async (t) => {
  await city(t);
  const { ask, shown } = asking(["token 2"]);
  assert.equal((await askServer(ask)).ok, true);
  assert.deepEqual(shown, ["token 1", "token 2"]);
});

test("a token is renewed before it ends", async (t) => {
  const { seen } = await city(t, { lifetime_s: 120 });
  const { ask } = asking(["token 1", "token 2"]);
  await askServer(ask);
  await askServer(ask);
  assert.equal(seen.given, 2);
});

test("a browser whose enrolment was revoked says so and leaves the server alone for a while", async (t) => {
  const { seen } = await city(t, { refuse: "revoked" });
  const { ask, shown } = asking([]);
  for (let time = 0; time < 3; time += 1) {
    assert.deepEqual(await askServer(ask), { ok: false, reason: "revoked", detail: "" });
  }
  assert.equal(seen.secrets.length, 1);
  assert.deepEqual(shown, []);
});

test("a wrong secret is told from a revoked one", async (t) => {
  await city(t, { refuse: "refused" });
  assert.equal((await askServer(asking([]).ask)).reason, "refused");
});

test("a new secret in the policy is used at once, even right after a refusal", async (t) => {
  const { browser, address, behaviour } = await city(t, { refuse: "revoked" });
  assert.equal((await askServer(asking([]).ask)).reason, "revoked");
  behaviour.refuse = undefined;
  browser.local.last_managed = { server: address, enrolment: "srenrol.0123456789ab.another" };
  assert.equal((await askServer(asking(["token 1"]).ask)).ok, true);
});

test("the token stays in memory and never reaches the disk", async (t) => {
  const { browser } = await city(t);
  await askServer(asking(["token 1"]).ask);
  assert.ok(JSON.stringify(browser.session).includes("token 1"));
  assert.ok(!JSON.stringify(browser.local).includes("token 1"));
});

test("a clock that is two hours ahead is noticed, and checks go on", async (t) => {
  await city(t, { behind_s: 7200 });
  assert.equal((await askServer(asking(["token 1"]).ask)).ok, true);
  const hours = await clockOff() / 3_600_000;
  assert.ok(Math.abs(hours - 2) < 0.1, `${hours}`);
});

test("a clock that is right is not remarked on", async (t) => {
  await city(t);
  await askServer(asking(["token 1"]).ask);
  assert.equal(await clockOff(), 0);
});

test("a server that is away is told so, and asked again at once", async (t) => {
  const browser = stubBrowser(t, { managed: { server: "http://127.0.0.1:9", enrolment: SECRET } });
  assert.equal((await askServer(asking([]).ask)).reason, "unreachable");
  assert.deepEqual(browser.session, {});
});

test("an answer that is no token counts as no answer", async (t) => {
  const server = createServer((_request, response) => response.end("<html>Please sign in</html>"));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => { server.closeAllConnections(); server.close(); });
  stubBrowser(t, { managed: { server: `http://127.0.0.1:${server.address().port}`, enrolment: SECRET } });
  assert.equal((await askServer(asking([]).ask)).reason, "bad_answer");
});

test("without an enrolment the token that was set goes along, or none", async (t) => {
  const { local } = stubBrowser(t, { installType: "development" });
  const { ask, shown } = asking(["", "mine"]);
  await askServer(ask);
  local.token = "mine";
  await askServer(ask);
  assert.deepEqual(shown, ["", "mine"]);
});
