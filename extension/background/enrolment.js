/**
 * The door to the city's server. Nothing goes out before it is known what the organisation set; a managed browser then
 * shows its enrolment secret and gets a token for an hour, which lives in memory only.
 */

import { enrol } from "./api_client.js";
import { keepPass, readPass, readToSend } from "./settings.js";

/** A token is renewed when it has less than this long to live, in milliseconds. */
const RENEW_MS = 5 * 60 * 1000;
/** After a refusal the server is left alone this long, in milliseconds. */
const REST_MS = 20 * 1000;
/** A clock that is off by more, in milliseconds, is worth a word. */
const CLOCK_MS = 5 * 60 * 1000;

/** @type {Map<string, Promise<Pass | Failure>>} one request at a time for each secret, however many boxes ask */
const enrolling = new Map();

/**
 * @template T
 * @param {(access: Access, settings: Settings) => Promise<T | Result>} ask
 * @returns {Promise<T | Result>} its answer, or why nothing was sent
 */
export async function askServer(ask) {
  const { settings, known, blocked } = await readToSend();
  if (!known) return failure("waiting");
  if (blocked) return failure("misconfigured");
  const { server, token, enrolment } = settings;
  if (!enrolment) return ask({ server, token }, settings);
  const pass = await passFor(settings, null);
  if ("ok" in pass) return pass;
  const result = await ask({ server, token: pass.token }, settings);
  if (!isRefused(result)) return result;
  // Ended early: the secret was rotated, the enrolment revoked, or a clock was set. One new token, or the reason.
  const renewed = await passFor(settings, pass.token);
  return "ok" in renewed ? renewed : ask({ server, token: renewed.token }, settings);
}

/** @param {any} result */
const isRefused = (result) => result?.ok === false && (result.reason === "refused" || result.reason === "revoked");

/** @param {Reason} reason @param {string} [detail] @returns {Failure} */
const failure = (reason, detail = "") => ({ ok: false, reason, detail });

/**
 * @param {Settings} settings @param {string | null} refused the token that did not hold
 * @returns {Promise<Pass | Failure>}
 */
async function passFor({ server, enrolment }, refused) {
  const kept = await readPass();
  if (kept?.server === server && kept.secret === enrolment) {
    if ("reason" in kept && isWithin(kept.at, REST_MS)) return failure(kept.reason, kept.detail);
    if ("token" in kept && kept.token !== refused && isWithin(kept.at, kept.lifetime_ms - RENEW_MS)) return kept;
  }
  const key = `${server} ${enrolment}`;
  const asking = enrolling.get(key) ?? renew(server, enrolment);
  enrolling.set(key, asking);
  try {
    return await asking;
  } finally {
    enrolling.delete(key);
  }
}

/** @param {number} at @param {number} length milliseconds @returns {boolean} false too when the clock was set back */
function isWithin(at, length) {
  const age = Date.now() - at;
  return age >= 0 && age < length;
}

/** @param {string} server @param {string} secret @returns {Promise<Pass | Failure>} */
async function renew(server, secret) {
  const result = await enrol(server, secret);
  const at = Date.now();
  if (!result.ok) {
    // Only a refusal is remembered; a server that was away is asked again at once.
    if (isRefused(result)) await keepPass({ server, secret, at, reason: result.reason, detail: result.detail });
    return result;
  }
  const off = at - result.now_ms;
  const pass = {
    server, secret, at, token: result.token, lifetime_ms: result.lifetime_ms,
    clock_off_ms: Math.abs(off) > CLOCK_MS ? off : 0,
  };
  await keepPass(pass);
  return pass;
}

/** @returns {Promise<number>} milliseconds that this computer's clock is ahead of the server's; 0 when it is right */
export async function clockOff() {
  const kept = await readPass();
  return kept && "clock_off_ms" in kept ? kept.clock_off_ms : 0;
}
