import assert from "node:assert/strict";
import { test } from "node:test";
import { loadContent, plain } from "./content.mjs";

const run = loadContent("words", "spans", "dom", "check_session");
const CheckSession = run("CheckSession");
const timing = { debounce_ms: 5, answer_ms: 60, retry_ms: 1000, hold_ms: 50 };

const finding = (text, words) => ({
  rule: "a.b",
  severity: "confirm",
  span: { start: text.indexOf(words), end: text.indexOf(words) + words.length },
  suggestions: [],
});
const report = (findings) => ({ ok: true, report: { status: "checked", not_checked: [], findings } });
const draft = (text) => ({ text, platform: "x", action: "post", quoted_text: null, media: [] });

/** A session whose questions wait until the test answers them. */
function begin() {
  const asked = [];
  const life = new AbortController();
  const ask = ({ text }) => new Promise((answer) => asked.push({ text, answer }));
  const session = new CheckSession({ ask, changed: () => {}, timing, signal: life.signal });
  return { session, asked, life };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("an answer is shown on exactly the text it was asked for", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("you idiot"));
  assert.equal(session.phase, "checking");
  const checking = session.checkNow();
  asked[0].answer(report([finding("you idiot", "idiot")]));
  await checking;
  assert.equal(session.phase, "checked");
  assert.deepEqual(plain(session.notes.map(({ span }) => span)), [{ start: 4, end: 9 }]);
});

test("an answer to an older text moves over what was typed since and is asked for anew", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("you idiot"));
  const checking = session.checkNow();
  session.edited(draft("hey, you idiot"));
  asked[0].answer(report([finding("you idiot", "idiot")]));
  await settled();
  assert.equal(session.phase, "checking");
  assert.deepEqual(plain(session.notes.map(({ span }) => span)), [{ start: 9, end: 14 }]);
  asked[1].answer(report([]));
  await checking;
  assert.equal(asked[1].text, "hey, you idiot");
  assert.equal(session.phase, "checked");
});

test("only one request is under way at a time", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("one"));
  const first = session.checkNow();
  session.edited(draft("one two"));
  const second = session.checkNow();
  await settled();
  assert.equal(asked.length, 1);
  asked[0].answer(report([]));
  await settled();
  asked[1].answer(report([]));
  await Promise.all([first, second]);
  assert.deepEqual(asked.map(({ text }) => text), ["one", "one two"]);
});

test("a failure is never taken for an all-clear", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("one"));
  const checking = session.checkNow();
  asked[0].answer({ ok: false, reason: "refused", detail: "" });
  await checking;
  assert.equal(session.phase, "not_checked");
  assert.equal(session.reason, "refused");
});

test("an answer that does not come makes the draft not checked", async (t) => {
  const { session, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("one"));
  await session.checkNow();
  assert.equal(session.reason, "slow");
});

test("an emptied box forgets its findings and ignores the answer under way", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("you idiot"));
  const checking = session.checkNow();
  session.edited(draft(""));
  asked[0].answer(report([finding("you idiot", "idiot")]));
  await checking;
  assert.equal(session.phase, "empty");
  assert.deepEqual(plain(session.notes), []);
});

test("a dismissed note is not shown but still to be confirmed", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("you idiot"));
  const checking = session.checkNow();
  asked[0].answer(report([finding("you idiot", "idiot")]));
  await checking;
  session.dismiss(session.notes[0]);
  assert.equal(session.notes.length, 0);
  assert.equal(session.toConfirm.length, 1);
});

test("the same draft is not asked for twice", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  assert.equal(session.edited(draft("one")), true);
  assert.equal(session.edited(draft("one")), false);
  const checking = session.checkNow();
  asked[0].answer(report([]));
  await checking;
  await session.checkNow();
  assert.equal(asked.length, 1);
});

test("a personal profile's draft is not asked about again by itself, one that met a fault is", async (t) => {
  for (const [reason, wanted] of [["personal", 1], ["unreachable", 2]]) {
    const asked = [];
    const life = new AbortController();
    t.after(() => life.abort());
    const ask = async ({ text }) => {
      asked.push(text);
      return { ok: false, reason: asked.length === 1 ? reason : "stopped", detail: "" };
    };
    const session = new CheckSession({
      ask, changed: () => {}, timing: { ...timing, retry_ms: 1 }, signal: life.signal,
    });
    session.edited(draft("hello"));
    await session.checkNow();
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.ok(wanted === 1 ? asked.length === 1 : asked.length > 1, `${reason}: ${asked.length}`);
    life.abort();
  }
});

test("a draft that was answered a moment ago is not asked about again", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  for (const text of ["you idiot", "you idiots", "you idiot"]) {
    session.edited(draft(text));
    const checking = session.checkNow();
    await settled();
    asked.at(-1).answer(report([finding(text, "idiot")]));
    await checking;
    assert.equal(session.phase, "checked");
    assert.equal(session.notes.length, 1);
  }
  assert.deepEqual(asked.map(({ text }) => text), ["you idiot", "you idiots"]);
});

test("who writes as somebody else is asked about anew, and is not told what the other one was", async (t) => {
  const asked = [];
  const life = new AbortController();
  t.after(() => life.abort());
  let writer = "@city";
  const ask = () => {
    asked.push(writer);
    return Promise.resolve(report(writer === "@city" ? [finding("you idiot", "idiot")] : []));
  };
  const session = new CheckSession({ ask, who: () => writer, changed: () => {}, timing, signal: life.signal });
  session.edited(draft("you idiot"));
  await session.checkNow();
  assert.equal(session.notes.length, 1);
  writer = "@amy";
  session.writerChanged();
  assert.equal(session.phase, "checking");
  assert.equal(session.notes.length, 0);
  await session.checkNow();
  assert.equal(session.phase, "checked");
  assert.equal(session.notes.length, 0);
  assert.deepEqual(asked, ["@city", "@amy"]);
});

test("what an earlier answer asked to confirm holds nothing once the server is gone", async (t) => {
  const { session, asked, life } = begin();
  t.after(() => life.abort());
  session.edited(draft("you idiot"));
  const checking = session.checkNow();
  asked[0].answer(report([finding("you idiot", "idiot")]));
  await checking;
  assert.equal(session.toConfirm.length, 1);
  session.edited(draft("hey, you idiot"));
  const failing = session.checkNow();
  await settled();
  asked[1].answer({ ok: false, reason: "unreachable", detail: "" });
  await failing;
  assert.equal(session.phase, "not_checked");
  assert.equal(session.notes.length, 1);
  assert.equal(session.toConfirm.length, 0);
});
