import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { loadWith } from "./content.mjs";

/** A clock that stands still until it is told to go on, and what happened by it. */
function begin(t) {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  let now = 0;
  let set = 0;
  const wait = (done, ms) => { set++; return setTimeout(done, ms); };
  const run = loadWith(["dom"], { performance: { now: () => now }, setTimeout: wait });
  const Rest = run("Rest");
  const calls = [];
  const rest = new Rest(() => calls.push(now));
  const pass = (ms) => {
    for (let step = 0; step < ms; step++) {
      now++;
      mock.timers.tick(1);
    }
  };
  return { rest, calls, pass, timers: () => set };
}

test("what waits for the keys to rest comes once, that long after the last of them", (t) => {
  const { rest, calls, pass, timers } = begin(t);
  for (let key = 0; key < 10; key++) {
    rest.after(100);
    pass(20);
  }
  pass(500);
  assert.deepEqual(calls, [280]);
  assert.ok(timers() <= 5, `${timers()} timers for ten keys`);
});

test("an earlier time goes before a later one that was asked for", (t) => {
  const { rest, calls, pass } = begin(t);
  rest.after(1000);
  pass(10);
  rest.after(50);
  pass(2000);
  assert.deepEqual(calls, [60]);
});

test("what was stopped never comes", (t) => {
  const { rest, calls, pass } = begin(t);
  rest.after(50);
  rest.stop();
  pass(500);
  assert.deepEqual(calls, []);
});
