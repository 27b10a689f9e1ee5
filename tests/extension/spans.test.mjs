import assert from "node:assert/strict";
import { test } from "node:test";
import { loadContent, plain } from "./content.mjs";

const run = loadContent("words", "spans");
const shiftFindings = run("shiftFindings");

/** @param {string} marked text with the words of one finding [[like this]] */
function parse(marked) {
  const start = marked.indexOf("[[");
  const end = marked.indexOf("]]") - 2;
  return { text: marked.replace("[[", "").replace("]]", ""), span: { start, end } };
}

/** @param {string} marked @param {string} after @returns {string | null} the words the moved finding stands on */
function moved(marked, after) {
  const { text, span } = parse(marked);
  const [finding] = shiftFindings([{ rule: "a.b", span, suggestions: [{ span, text: "" }] }], text, after);
  return finding ? after.slice(finding.span.start, finding.span.end) : null;
}

test("words typed before a finding move it", () => {
  assert.equal(moved("you [[idiot]]!", "hello you idiot!"), "idiot");
});

test("an emoji typed before a finding moves it by two units", () => {
  const [finding] = shiftFindings([{ rule: "a.b", span: { start: 0, end: 5 }, suggestions: [] }], "idiot", "😡idiot");
  assert.deepEqual(plain(finding.span), { start: 2, end: 7 });
});

test("words typed after a finding leave it where it is", () => {
  assert.equal(moved("you [[idiot]]", "you idiot, really"), "idiot");
});

test("a letter typed against a finding makes another word and drops it", () => {
  assert.equal(moved("you [[idiot]]", "you idiots"), null);
  assert.equal(moved("you [[idiot]]", "you xidiot"), null);
});

test("a space or full stop typed against a finding keeps it", () => {
  assert.equal(moved("you [[idiot]]", "you idiot."), "idiot");
  assert.equal(moved("[[idiot]] you", " idiot you"), "idiot");
});

test("a change inside a finding drops it", () => {
  assert.equal(moved("you [[idiot]] you", "you idot you"), null);
});

test("replacing the whole text drops the finding", () => {
  assert.equal(moved("you [[idiot]]", "good morning"), null);
});

test("deleting text before a finding moves it back", () => {
  assert.equal(moved("well well you [[idiot]]", "you idiot"), "idiot");
});

test("a finding on repeated words stays on words that are the same", () => {
  assert.equal(moved("no no [[no]]", "no no no no"), "no");
});

test("a suggestion whose words were touched goes, the finding stays", () => {
  const suggestions = [{ span: { start: 0, end: 3 }, text: "x" }];
  const finding = { rule: "a.b", span: { start: 8, end: 11 }, suggestions };
  const [kept] = shiftFindings([finding], "one two six", "onne two six");
  assert.deepEqual(plain(kept.span), { start: 9, end: 12 });
  assert.deepEqual(plain(kept.suggestions), []);
});

test("a finding about the account has no place and stays", () => {
  const [kept] = shiftFindings([{ rule: "a.b", span: null, suggestions: [] }], "one", "two");
  assert.equal(kept.rule, "a.b");
});

test("every edit of a text leaves findings only on unchanged words", () => {
  const texts = ["", "a", "ab ab", "ab 😀 ab", "b ab a", "😀😀", "ab ab ab", "a b a b"];
  for (const before of texts) {
    for (const after of texts) {
      for (let start = 0; start < before.length; start++) {
        const span = { start, end: before.length };
        for (const kept of shiftFindings([{ rule: "r", span, suggestions: [] }], before, after)) {
          assert.equal(after.slice(kept.span.start, kept.span.end), before.slice(start), `${before} → ${after}`);
        }
      }
    }
  }
});

test("the worst severity decides", () => {
  const worst = run("worstSeverity");
  assert.equal(worst([{ severity: "warn" }, { severity: "confirm" }, { severity: "advise" }]), "confirm");
  assert.equal(worst([]), null);
});

test("notes are read in the order of the text, those without a place last", () => {
  const order = run("inReadingOrder");
  const sorted = order([
    { rule: "account", span: null, severity: "warn" },
    { rule: "late", span: { start: 9, end: 10 }, severity: "warn" },
    { rule: "early", span: { start: 1, end: 2 }, severity: "advise" },
  ]);
  assert.deepEqual(plain(sorted.map(({ rule }) => rule)), ["early", "late", "account"]);
});

test("the change between two texts is the smallest, wherever it stands", () => {
  const editBetween = run("editBetween");
  const texts = ["", "a", "ab", "aa", "aab", "abab", "ababab", "b".repeat(9), `${"a".repeat(8)}b`, "baab", "😡a", "a😡"];
  for (const before of texts) {
    for (const after of texts) {
      const { start, removed, added } = editBetween(before, after);
      assert.equal(before.slice(0, start) + added + before.slice(start + removed), after, `${before} → ${after}`);
      const rest = before.slice(start, start + removed);
      assert.ok(!rest || !added || (rest[0] !== added[0] && rest.at(-1) !== added.at(-1)), `${before} → ${after}`);
    }
  }
});
