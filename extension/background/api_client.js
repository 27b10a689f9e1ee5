/**
 * The one place that talks to anything outside the browser: the city's server, and nothing else.
 * Never throws; every way a check can end is a Result.
 */

const CHECK_TIMEOUT_MS = 4000;
/** Longest sentence of the server's that is shown to people, in UTF-16 units. */
const DETAIL_LENGTH = 300;

/**
 * @typedef {{draft: Draft, account: Partial<PageAccount> & AccountFacts,
 *   context?: {election_period: boolean | null}}} WireRequest
 * @param {Access} access
 * @param {WireRequest} request
 * @param {{timeout_ms?: number}} [options] milliseconds until the answer counts as too slow
 * @returns {Promise<Result>}
 */
export async function checkDraft(access, request, { timeout_ms: timeoutMs = CHECK_TIMEOUT_MS } = {}) {
  try {
    const response = await post(access, "v1/check", request, timeoutMs);
    return response.ok ? await readReport(response, request.draft.text.length) : await readProblem(response);
  } catch (error) {
    return failure(error instanceof DOMException && error.name === "TimeoutError" ? "slow" : "unreachable");
  }
}

/** @param {Access} access @param {Feedback} feedback @returns {Promise<boolean>} whether it arrived; never throws */
export async function sendFeedback(access, feedback) {
  return post(access, "v1/feedback", feedback, CHECK_TIMEOUT_MS).then(({ ok }) => ok, () => false);
}

/**
 * Shows the city's secret for a token.
 * @param {string} server @param {string} secret
 * @returns {Promise<{ok: true, token: string, lifetime_ms: number, now_ms: number} | Failure>}
 */
export async function enrol(server, secret) {
  try {
    const response = await post({ server, token: "" }, "v1/enrolments/token", { secret }, CHECK_TIMEOUT_MS);
    if (!response.ok) return await readProblem(response);
    const { token, expires_in: lifetime, now } = await response.json();
    if (!isText(token) || !Number.isFinite(lifetime) || !Number.isFinite(now)) return failure("bad_answer");
    return { ok: true, token, lifetime_ms: lifetime * 1000, now_ms: now * 1000 };
  } catch (error) {
    if (error instanceof SyntaxError) return failure("bad_answer");
    return failure(error instanceof DOMException && error.name === "TimeoutError" ? "slow" : "unreachable");
  }
}

/**
 * Asks for platform files newer than those marked `etag`. Sends nothing of the person's, not even the token.
 * @param {string} server @param {string} etag
 * @returns {Promise<{etag: string, set: unknown} | null>} null: nothing newer, or no answer that could be read
 */
export async function fetchPlatforms(server, etag) {
  try {
    const response = await fetch(new URL("v1/platforms", withSlash(server)), {
      headers: { Accept: "application/json", ...etag ? { "If-None-Match": etag } : {} },
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
    });
    if (!response.ok) return null;
    return { etag: response.headers.get("ETag") ?? "", set: await response.json() };
  } catch {
    return null; // out of reach, or not JSON
  }
}

/** @param {Access} access @param {string} path @param {unknown} body @param {number} timeoutMs */
function post({ server, token }, path, body, timeoutMs) {
  return fetch(new URL(path, withSlash(server)), {
    method: "POST",
    headers: headersFor(token),
    body: JSON.stringify(body),
    // No cookie of that site and no redirect: the token goes to the named server only.
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(timeoutMs),
  });
}

/** @param {string} path inside the extension, such as "platforms/x.json" @returns {Promise<unknown>} */
export async function readPackaged(path) {
  const response = await fetch(chrome.runtime.getURL(path));
  return response.json();
}

/** @param {string} server */
const withSlash = (server) => (server.endsWith("/") ? server : `${server}/`);

/** @param {string} token @returns {Record<string, string>} */
function headersFor(token) {
  const headers = { "Content-Type": "application/json", Accept: "application/json, application/problem+json" };
  return token ? { ...headers, Authorization: `Bearer ${token}` } : headers;
}

/** @param {Reason} reason @param {string} [detail] @returns {Failure} */
function failure(reason, detail = "") {
  return { ok: false, reason, detail };
}

/** @param {Response} response @param {number} length of the draft in UTF-16 units @returns {Promise<Result>} */
async function readReport(response, length) {
  const text = await response.text();
  try {
    const report = JSON.parse(text);
    return isReport(report, length) ? { ok: true, report } : failure("bad_answer");
  } catch {
    return failure("bad_answer"); // not JSON: a login page of the network, for example
  }
}

/** @param {Response} response @returns {Promise<Failure>} */
async function readProblem(response) {
  const { status } = response;
  if (status === 401) return failure(await isRevoked(response) ? "revoked" : "refused");
  if (status === 403) return failure("refused");
  if (status === 408 || status === 429 || status === 504) return failure("slow");
  if (status >= 500) return failure("unreachable");
  return failure("rejected", await readDetail(response));
}

/** @param {Response} response @returns {Promise<boolean>} */
async function isRevoked(response) {
  const { type } = await response.json().catch(() => ({}));
  return isText(type) && type.endsWith("#enrolment-revoked");
}

/** @param {Response} response @returns {Promise<string>} the server's own sentence; it never holds a draft's text */
async function readDetail(response) {
  try {
    const { detail, title } = await response.json();
    const sentence = typeof detail === "string" ? detail : title;
    return typeof sentence === "string" ? sentence.slice(0, DETAIL_LENGTH) : "";
  } catch {
    return "";
  }
}

/** @param {unknown} value */
const isText = (value) => typeof value === "string";

/** @param {unknown} value @param {(item: any) => boolean} isItem */
const isListOf = (value, isItem) => Array.isArray(value) && value.every(isItem);

/**
 * A report that does not fit the draft must not look like "nothing found", so it counts as no answer.
 * @param {any} report @param {number} length of the draft in UTF-16 units @returns {report is Report}
 */
export function isReport(report, length) {
  return (report?.status === "checked" || report?.status === "partial")
    && isListOf(report.not_checked, isText)
    && typeof report.policy?.revision === "number"
    && isText(report.account?.profile)
    && isListOf(report.tips, (tip) => isText(tip?.text))
    && isListOf(report.findings, (finding) => isFinding(finding, length));
}

/** @param {any} finding @param {number} length @returns {boolean} */
function isFinding(finding, length) {
  return ["rule", "topic", "message", "why", "fix"].every((name) => isText(finding?.[name]))
    && ["advise", "warn", "confirm"].includes(finding.severity)
    && (finding.span === null || isSpan(finding.span, length))
    && isListOf(finding.suggestions, ({ span, text }) => isText(text) && isSpan(span, length))
    && isListOf(finding.clauses, ({ document, clause, title }) => [document, clause, title].every(isText));
}

/** @param {any} span @param {number} length */
function isSpan(span, length) {
  return Number.isInteger(span?.start) && Number.isInteger(span?.end)
    && span.start >= 0 && span.start < span.end && span.end <= length;
}
