/** The try-it page: the extension's own content modules, with this page instead of a browser's background. */

import { checkDraft, sendFeedback } from "/extension/background/api_client.js";
import { EXAMPLES } from "./try_it_examples.js";

/** @type {Timing} */
const TIMING = { debounce_ms: 250, answer_ms: 5000, retry_ms: 15_000, hold_ms: 1500 };

/** @typedef {import("./try_it_examples.js").Example} Example */

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.account"));
const draft = /** @type {HTMLElement} */ (document.getElementById("draft"));
const notes = /** @type {HTMLElement} */ (document.getElementById("notes"));
const picture = /** @type {HTMLElement} */ (document.getElementById("picture"));

/** @param {string} name @returns {string} the value of a field of the account's form */
const field = (name) => String(new FormData(form).get(name) ?? "");

/** @returns {AccountFacts} */
function account() {
  return {
    profile: /** @type {Profile} */ (field("profile")),
    role: /** @type {Role} */ (field("role")),
    bio: field("bio").trim(),
    links: field("links").split("\n").map((line) => line.trim()).filter(Boolean),
  };
}

/** @returns {Platform} this page as if it were the chosen site */
function platform() {
  /** @type {PlatformFile} */
  const file = {
    id: field("platform"),
    name: "Try it",
    hosts: [],
    composers: [{
      id: "draft",
      editor: ["#draft"],
      submit: ["#post"],
      keys: ["mod+enter"],
      action: { default: /** @type {Action} */ (field("action")), rules: [] },
      media: { items: "#picture:not([hidden]) img", missing_alt: "#picture:not([hidden]) img[alt='']" },
    }],
    account: { handle: [], display_name: [] },
  };
  return readyPlatform(file, file);
}

/** @returns {{server: string, token: string}} */
function access() {
  const token = document.getElementById("token");
  return { server: location.origin, token: token instanceof HTMLInputElement ? token.value.trim() : "" };
}

/** @type {Port} */
const port = {
  check(request) {
    const election = field("election_period");
    const context = { election_period: election === "" ? null : election === "true" };
    return checkDraft(access(), { draft: request.draft, account: account(), context });
  },
  report: (feedback) => sendFeedback(access(), feedback),
  remember: () => undefined, // nobody has a profile here
  alive: () => true,
  tell: () => showNotes(),
};

const gate = new SubmitGate(new AbortController().signal);
let life = new AbortController();
/** @type {Watch | null} */
let watch = null;

/** Another account or platform is another page: everything starts anew. */
function startAgain() {
  life.abort();
  life = new AbortController();
  watch = null;
  const site = platform();
  const next = new Watch({ platforms: [site], port, timing: TIMING, gate, signal: life.signal });
  watch = next;
  next.current = next.attach(draft, site.composers[0]);
  showWriter();
  showNotes();
}

function showNotes() {
  const attached = watch?.boxes.get(draft);
  if (!attached) return;
  const { session } = attached;
  const count = document.getElementById("count");
  if (count) count.textContent = `${[...new Intl.Segmenter().segment(session.draft?.text ?? "")].length} characters`;
  if (session.phase === "empty") {
    notes.replaceChildren(build("p", { class: "quiet", text: "Notes on the draft stand here as you write." }));
    return;
  }
  notes.replaceChildren(buildPanelContent(attached.panelContent()));
}

const WRITERS = {
  official: { name: "City of Maple Bend", kind: "official profile" },
  personal: { name: "Jo of Maple Bend", kind: "personal profile" },
  campaign: { name: "Friends of Jo", kind: "campaign profile" },
  unknown: { name: "Somebody", kind: "profile not known" },
};

function showWriter() {
  const { name, kind } = WRITERS[account().profile];
  for (const [id, words] of [["writer-name", name], ["writer-kind", kind]]) {
    const element = document.getElementById(id);
    if (element) element.textContent = words;
  }
}

/** @param {Example} example */
function show({ text, profile, role, bio = "", links = [], platform: site = "x", action = "post" }) {
  const values = { profile, role, bio, links: links.join("\n"), platform: site, action, election_period: "" };
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name);
    if (control instanceof RadioNodeList || control instanceof HTMLSelectElement
      || control instanceof HTMLTextAreaElement) control.value = value;
  }
  draft.textContent = text;
  startAgain();
  draft.focus();
  getSelection()?.selectAllChildren(draft);
  getSelection()?.collapseToEnd();
}

function post() {
  const text = draft.innerText.trim();
  if (text === "") return;
  const item = build("li", {}, build("strong", { text: "Posted on this page only: " }), text);
  document.getElementById("posted")?.prepend(item);
  draft.textContent = "";
}

function listen() {
  form.addEventListener("change", startAgain);
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement) startAgain();
  });
  document.getElementById("token")?.addEventListener("input", startAgain);
  document.getElementById("post")?.addEventListener("click", post);
  draft.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) post();
  });
  document.getElementById("picture-on")?.addEventListener("change", (event) => {
    picture.hidden = !(/** @type {HTMLInputElement} */ (event.target).checked);
  });
  document.getElementById("picture-alt")?.addEventListener("input", (event) => {
    picture.querySelector("img")?.setAttribute("alt", /** @type {HTMLInputElement} */ (event.target).value.trim());
  });
}

/** @param {Example} example */
const exampleButton = (example) => buildButton({ text: example.title }, () => show(example));

const answer = await fetch("/extension/_locales/en/messages.json");
loadWords(await answer.json());
// Firefox before 136 knows no plain-text editing.
if (draft.contentEditable !== "plaintext-only") draft.contentEditable = "true";
document.getElementById("examples")?.append(...EXAMPLES.map(exampleButton));
listen();
startAgain();
