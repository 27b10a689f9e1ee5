import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DEFAULTS, isHostName, isServerAddress, isShortcut, mergeSettings,
} from "../../extension/background/settings.js";

test("the organisation's values go before the person's, and those before the defaults", () => {
  const merged = mergeSettings({ profile: "personal" }, { profile: "campaign", role: "police" });
  assert.equal(merged.profile, "personal");
  assert.equal(merged.role, "police");
  assert.equal(merged.server, DEFAULTS.server);
});

test("a value that is not set is not the same as a false one", () => {
  assert.equal(mergeSettings({}, {}).pause_allowed, true);
  assert.equal(mergeSettings({ pause_allowed: false }, {}).pause_allowed, false);
  assert.equal(mergeSettings({}, { token: "" }).token, "");
});

test("managed values of a wrong type are passed over", () => {
  const merged = mergeSettings({ server: 8787, role: "queen" }, { server: "https://reading.example" });
  assert.equal(merged.server, "https://reading.example");
  assert.equal(merged.role, DEFAULTS.role);
});

test("keys that no organisation may set are the person's own", () => {
  assert.deepEqual(mergeSettings({ off_hosts: ["x.com"] }, {}).off_hosts, []);
});

test("a token travels over https or stays on this computer", () => {
  for (const good of ["https://reading.example", "http://127.0.0.1:8787", "http://localhost:9", "http://[::1]:9"]) {
    assert.ok(isServerAddress(good), good);
  }
  for (const bad of ["http://reading.example", "ftp://a", "reading.example", "", "https://me:pw@a", "javascript:0"]) {
    assert.ok(!isServerAddress(bad), bad);
  }
});

test("a site is named without scheme, port or star", () => {
  for (const good of ["forum.maplebend.gov", "localhost", "a-b.example"]) assert.ok(isHostName(good), good);
  for (const bad of ["*.example", "a/b", "a:80", "https://a", "", "-a.example", "a..b"]) assert.ok(!isHostName(bad), bad);
});

test("a shortcut holds two keys down and presses a letter or digit", () => {
  for (const good of ["Alt+Shift+N", "Ctrl+Alt+7", "Ctrl+Alt+Shift+K"]) assert.ok(isShortcut(good), good);
  for (const bad of ["N", "Ctrl+N", "Shift+Alt+N", "Alt+Shift+Enter", "", 7]) assert.ok(!isShortcut(bad), String(bad));
});
