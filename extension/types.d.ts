/**
 * The shapes that travel between the parts of the extension. Wire shapes are those of POST /v1/check.
 * Every offset counts UTF-16 code units of the draft's text; spans are half-open.
 */

type Severity = "advise" | "warn" | "confirm";
type Profile = "official" | "personal" | "campaign" | "unknown";
type Role = "elected" | "senior_staff" | "staff" | "police";
type Action = "post" | "reply" | "repost" | "quote" | "edit" | "delete_post" | "hide_comment" | "delete_comment"
  | "block_user";

interface Span { start: number; end: number }
interface Suggestion { span: Span; text: string }
interface Clause { document: string; clause: string; title: string; url: string | null }
interface Tip { id: string; text: string; contact: string | null }

interface Finding {
  rule: string;
  topic: string;
  severity: Severity;
  span: Span | null;
  message: string;
  why: string;
  fix: string;
  suggestions: Suggestion[];
  clauses: Clause[];
  reliability: string;
}

interface AccountView { profile: Profile; registered: boolean; has_disclaimer: boolean; government_links: string[] }

interface Report {
  status: "checked" | "partial";
  not_checked: string[];
  policy: { id: string; revision: number };
  account: AccountView;
  findings: Finding[];
  tips: Tip[];
}

interface Media { kind: "image" | "video"; alt: string }
interface Draft { text: string; platform: string; action: Action; quoted_text: string | null; media: Media[] }

/** What the page itself says about the account that is signed in; empty strings where it says nothing. */
interface PageAccount { handle: string; display_name: string }

/** What the person (or the city) says an account is; travels to the server beside the page's facts. */
interface AccountFacts { profile: Profile; role: Role; bio: string; links: string[] }
interface NamedAccount extends AccountFacts { platform: string; handle: string }

interface CheckRequest { draft: Draft; account: PageAccount }

/** Why a draft was not checked. `rejected` carries the server's own sentence. */
type Reason = "unreachable" | "slow" | "refused" | "rejected" | "bad_answer" | "stopped";
type Result = { ok: true; report: Report } | { ok: false; reason: Reason; detail: string };

type Phase = "empty" | "checking" | "checked" | "not_checked";

/** What the content modules need from whoever hosts them: the extension's background, or the try-it page. */
interface Port {
  check(request: CheckRequest): Promise<Result>;
  /** False once the extension was updated or removed under an open page. */
  alive(): boolean;
  /** Tells the host what the person sees now; never any text of the draft. */
  tell(state: WatchState): void;
}

interface WatchState {
  boxes: number;
  phase: Phase;
  notes: number;
  worst: Severity | null;
  reason: Reason | null;
  account: PageAccount;
  profile: Profile | null;
}

interface Timing {
  /** Milliseconds without a key before a draft is sent. */
  debounce_ms: number;
  /** Milliseconds after which an answer is no longer waited for. */
  answer_ms: number;
  /** Milliseconds after which a draft that could not be checked is tried again by itself. */
  retry_ms: number;
  /** Milliseconds a submission is held for an unchecked draft before it goes through. */
  hold_ms: number;
}

interface ActionRule { action: Action; how: "dialog_has" | "path" | "query"; value: string }
interface AccountSource { how: "handle_text" | "href_tail" | "first_line"; css: string }

interface Composer {
  id: string;
  editor: string[];
  exclude: string[];
  submit: string[];
  /** Exact words on an unmarked submit button, for sites nobody described. */
  submit_words: string[];
  keys: ("mod+enter" | "enter")[];
  action: { default: Action; rules: ActionRule[] };
  media: { items: string; missing_alt: string } | null;
  quoted_text: string | null;
}

interface Platform {
  id: string;
  name: string;
  hosts: string[];
  composers: Composer[];
  account: { handle: AccountSource[]; display_name: AccountSource[] };
}

interface Settings {
  server: string;
  token: string;
  profile: Profile;
  role: Role;
  bio: string;
  links: string[];
  accounts: NamedAccount[];
  hosts: string[];
  off_hosts: string[];
  /** Milliseconds since 1970 until which nothing is checked; 0 when not paused. */
  paused_until: number;
  pause_allowed: boolean;
}

type Welcome = { platform: Platform; timing: Timing } | { off: "paused" | "site" };

interface Element { readonly currentCSSZoom?: number }
