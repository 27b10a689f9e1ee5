import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { checkDraft, isReport } from "../../extension/background/api_client.js";

const REPORT = {
  status: "checked",
  not_checked: [],
  policy: { id: "standard", revision: 1 },
  account: { profile: "official", registered: true, has_disclaimer: false, government_links: [] },
  findings: [{
    rule: "a.b", topic: "a", severity: "warn", span: { start: 0, end: 3 }, message: "m", why: "w", fix: "f",
    suggestions: [{ span: { start: 0, end: 3 }, text: "" }],
    clauses: [{ document: "d", clause: "1", title: "t", url: null }],
    reliability: "high",
  }],
  tips: [],
};
const REQUEST = {
  draft: { text: "one", platform: "x", action: "post", quoted_text: null, media: [] },
  account: { handle: "", display_name: "", profile: "official", role: "staff", bio: "", links: [] },
};

/** @param {import("node:test").TestContext} t @param {(request: any, response: any) => void} answer */
async function serve(t, answer) {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}`;
}

test("a report that fits the draft is an answer", async (t) => {
  const server = await serve(t, (_request, response) => response.end(JSON.stringify(REPORT)));
  const result = await checkDraft({ server, token: "" }, REQUEST);
  assert.equal(result.ok, true);
});

test("the token goes along, and nothing else that tells who asks", async (t) => {
  let headers = {};
  const server = await serve(t, (request, response) => {
    headers = request.headers;
    response.end(JSON.stringify(REPORT));
  });
  await checkDraft({ server, token: "abc" }, REQUEST);
  assert.equal(headers.authorization, "Bearer abc");
  assert.equal(headers.cookie, undefined);
});

test("a server below a path is asked below that path", async (t) => {
  let asked = "";
  const server = await serve(t, (request, response) => { asked = request.url; response.end("{}"); });
  await checkDraft({ server: `${server}/reading`, token: "" }, REQUEST);
  assert.equal(asked, "/reading/v1/check");
});

test("a redirect is not followed, for the token's sake", async (t) => {
  const server = await serve(t, (_request, response) => response.writeHead(307, { location: "/other" }).end());
  const result = await checkDraft({ server, token: "abc" }, REQUEST);
  assert.deepEqual(result, { ok: false, reason: "unreachable", detail: "" });
});

test("an answer that takes too long is slow", async (t) => {
  const server = await serve(t, () => {});
  const result = await checkDraft({ server, token: "" }, REQUEST, { timeout_ms: 50 });
  assert.equal(result.reason, "slow");
});

const MEANINGS = {
  401: "refused", 403: "refused", 413: "rejected", 422: "rejected", 429: "slow", 500: "unreachable", 503: "unreachable",
};
for (const [status, reason] of Object.entries(MEANINGS)) {
  test(`status ${status} means ${reason}`, async (t) => {
    const server = await serve(t, (_request, response) => {
      response.writeHead(Number(status)).end(JSON.stringify({ detail: "In words." }));
    });
    const result = await checkDraft({ server, token: "" }, REQUEST);
    assert.equal(result.reason, reason);
    assert.equal(result.detail, reason === "rejected" ? "In words." : "");
  });
}

test("a report that does not fit the draft is no answer", () => {
  assert.ok(isReport(REPORT, 3));
  assert.ok(!isReport(REPORT, 2), "a span past the end");
  const [finding] = REPORT.findings;
  for (const wrong of [
    { ...REPORT, status: "fine" },
    { ...REPORT, findings: undefined },
    { ...REPORT, findings: [{ ...finding, severity: "fatal" }] },
    { ...REPORT, findings: [{ ...finding, span: { start: 2, end: 1 } }] },
    { ...REPORT, findings: [{ ...finding, message: 7 }] },
    null,
    "text",
  ]) assert.ok(!isReport(wrong, 3), JSON.stringify(wrong));
});
