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
  /** In which message, why and fix are written (BCP 47), as far as the browser can tell; not on the wire. */
  language?: string;
}

interface AccountView { profile: Profile; registered: boolean; has_disclaimer: boolean; government_links: string[] }

interface Report {
  status: "checked" | "partial";
  not_checked: string[];
  policy: { id: string; revision: number };
  account: AccountView;
  findings: Finding[];
  tips: Tip[];
  /** In which tips and what was not checked are written, likewise. */
  language?: string;
}

interface Media { kind: "image" | "video"; alt: string }
interface Draft { text: string; platform: string; action: Action; quoted_text: string | null; media: Media[] }

/** What the page itself says about the account that is signed in; empty strings where it says nothing. */
interface PageAccount { handle: string; display_name: string; bio: string; links: string[]; avatar_alt: string }

/** What the person (or the city) says an account is. */
interface AccountFacts { profile: Profile; role: Role; bio: string; links: string[] }
/** `handle` is the name that the site shows where it shows no handle. */
interface NamedAccount extends AccountFacts { platform: string; handle: string }
/** What travels to the server beside a draft. */
type WireAccount = PageAccount & AccountFacts;

/** What stands on the person's own profile; `path` is the page's. */
interface SeenProfile extends PageAccount { platform: string; path: string }
/** The same as kept on this computer, with the pages its parts were seen on. Milliseconds since 1970. */
interface KeptProfile extends PageAccount { platform: string; bio_at: string; links_at: string; seen_at: number }

interface CheckRequest { draft: Draft; account: PageAccount }

/** What the city learns of a note: its rule and what became of it; the words only where the person ticked that. */
interface Feedback { rule: string; kind: "wrong" | "fixed" | "acknowledged"; reason?: string; text?: string }

/** Why a draft was not checked. `rejected` carries the server's own sentence. */
type Reason = "unreachable" | "slow" | "refused" | "rejected" | "bad_answer" | "stopped" | "personal"
  | "waiting" | "misconfigured" | "revoked";
type Failure = { ok: false; reason: Reason; detail: string };
type Result = { ok: true; report: Report } | Failure;

interface Access { server: string; token: string }
/** What an enrolment secret got; kept in memory. Times are milliseconds of this computer's clock. */
interface Pass { server: string; secret: string; at: number; token: string; lifetime_ms: number; clock_off_ms: number }
interface Refusal { server: string; secret: string; at: number; reason: Reason; detail: string }

type Phase = "empty" | "checking" | "checked" | "not_checked";

/** What the content modules need from whoever hosts them: the extension's background, or the try-it page. */
interface Port {
  check(request: CheckRequest): Promise<Result>;
  /** @returns whether it arrived */
  report(feedback: Feedback): Promise<boolean>;
  /** Keeps, on this computer, what the person's own profile says. */
  remember(profile: SeenProfile): void;
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
  /** Whether the city's register knows the account; null: nobody was asked. */
  registered: boolean | null;
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

/**
 * In a platform file: a selector, or one with the name of a list of labels. `words`: one of the part's labels is one of
 * them; `starts`: one of its labels starts with one of them.
 */
type TargetSource = string | { css: string; words?: string; starts?: string };
interface Target { css: string; words: string[] | null; starts: string[] | null }

/** `value` is a selector, a path, a query's name or the name of a list of labels, as `how` says. */
interface ActionRule {
  action: Action;
  how: "dialog_has" | "near" | "inside" | "path" | "query" | "label" | "submit";
  value: string;
}
interface ReadyActionRule extends ActionRule { words: string[] }

interface AccountSource {
  how: "handle_text" | "href_tail" | "first_line" | "text" | "link_text" | "attr" | "attr_after" | "attr_before"
    | "attr_at" | "path" | "json" | "mastodon";
  css?: string;
  attr?: string;
  /** The name of a list of labels that stand before or after what is looked for. */
  label?: string;
  index?: number;
  marker?: string;
  path?: string;
  scope?: "editor" | "dialog";
}

interface MediaMarks { items?: string; missing_alt?: string; alt_fields?: TargetSource }

interface ComposerFile {
  id: string;
  editor: TargetSource[];
  exclude?: TargetSource[];
  submit: TargetSource[];
  keys: ("mod+enter" | "enter")[];
  action: { default: Action; rules: ActionRule[] };
  media?: MediaMarks | null;
  quoted_text?: string | null;
  /** Whether a box counts only where the nearest control of its frame is one of `submit`, and none sends a message. */
  beside?: boolean;
  acting?: AccountSource[];
}

interface Composer extends Omit<ComposerFile, "editor" | "exclude" | "submit" | "action"> {
  editor: Target[];
  exclude: Target[];
  submit: Target[];
  action: { default: Action; rules: ReadyActionRule[] };
  alt_fields: Target[];
}

interface AccountSources {
  handle: AccountSource[];
  display_name: AccountSource[];
  bio?: AccountSource[];
  links?: AccountSource[];
}
interface ProfileSources extends Partial<AccountSources> {
  present: string;
  own: string | null;
  avatar_alt?: AccountSource[];
}
/** One post or comment, its text, and its author with the scope "editor" for inside it. */
interface CommentMarks { item: string; text: string; author: AccountSource[] }
type ModerationAction = "hide_comment" | "delete_comment" | "block_user";

/** One file of platforms/. `platform` is the server's word for the site, where it differs from the file's id. */
interface PlatformFile {
  id: string;
  name: string;
  platform?: string;
  hosts: string[];
  /** On hosts that somebody added, the first platform is meant of which one of these is on the page. */
  detect?: string[];
  composers: ComposerFile[];
  account: AccountSources;
  profile?: ProfileSources | null;
  moderation?: { action: ModerationAction; control: TargetSource }[];
  comment?: CommentMarks;
  labels?: Record<string, string[]>;
}

/** A platform file made ready for use on a page. */
interface Platform {
  id: string;
  name: string;
  detect: string[];
  composers: Composer[];
  /** For boxes that the file does not describe; null where every box counts anyway. */
  fallback: Composer | null;
  /** What sends a private message. */
  chat: Target;
  account: AccountSources;
  profile: ProfileSources | null;
  moderation: { action: ModerationAction; control: Target }[];
  comment: CommentMarks | null;
  labels: Record<string, string[]>;
}

/** What came with the extension, or what the server serves instead: data only, and only until `expires`. */
interface PlatformSet {
  version: number;
  expires: string;
  off: string[];
  platforms: PlatformFile[];
}

/** What was last heard from `server`; set null: nothing that could be used. Milliseconds since 1970. */
interface KeptPlatforms { server: string; etag: string; asked_at: number; set: PlatformSet | null }

/** Keys such as "Alt+Shift+N": to the next note, to the list of all notes. */
interface Keys { next: string; list: string }

interface Settings {
  server: string;
  token: string;
  /** The secret by which a managed browser gets its tokens. */
  enrolment: string;
  profile: Profile;
  role: Role;
  bio: string;
  links: string[];
  accounts: NamedAccount[];
  /** Own profiles as they were seen on this computer. */
  seen: KeptProfile[];
  /** Whether the person wants drafts of personal profiles checked too. */
  check_personal: boolean;
  key_next: string;
  key_list: string;
  hosts: string[];
  off_hosts: string[];
  /** Milliseconds since 1970 until which nothing is checked; 0 when not paused. */
  paused_until: number;
  pause_allowed: boolean;
}

/** `server` is its host's name, for people to read. */
type Welcome = { platforms: PlatformFile[]; generic: PlatformFile; timing: Timing; keys: Keys; server: string }
  | { off: "paused" | "site" };

interface Element { readonly currentCSSZoom?: number }

/** A live range over a text field's value; offsets count its UTF-16 units. Chromium has it, Firefox not yet. */
interface OpaqueRange extends AbstractRange {
  getClientRects(): DOMRectList;
  disconnect(): void;
}
interface HTMLTextAreaElement { createValueRange?(start: number, end: number): OpaqueRange }
interface HTMLInputElement { createValueRange?(start: number, end: number): OpaqueRange }
