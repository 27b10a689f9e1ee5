"use strict";

/** How long after a key what stands beside the words is brought up to date: the lines under them are at once. */
const SETTLE_MS = 250;

/**
 * A compose box with everything that belongs to it: its checks, underlines and badge.
 *
 * @typedef {object} Workplace what all boxes of a page share
 * @property {Platform} platform
 * @property {Port} port
 * @property {Timing} timing
 * @property {Surface} surface
 * @property {Card} card
 * @property {Panel} panel
 * @property {() => void} changed
 */
class AttachedBox {
  /** @param {ComposeBox} box @param {Workplace} workplace */
  constructor(box, workplace) {
    this.box = box;
    this.workplace = workplace;
    this.stopping = new AbortController();
    /** While a key is dealt with: the lines alone are drawn. */
    this.drawLater = false;
    this.rest = new Rest(() => this.settle());
    /** Whom the page shows as writing, as last read. */
    this.writer = "";
    /** As the toolbar was last told. */
    this.told = "";
    const { surface, timing } = workplace;
    surface.mount(box.element);
    this.lines = box.isField && !canUnderline(box.element) ? new Mirror(box, surface) : new Underline(box);
    this.badge = new Badge(box, surface, () => this.openPanel());
    this.session = new CheckSession({
      ask: (draft) => workplace.port.check({ draft, account: readPageAccount(workplace.platform, box) }),
      who: () => readPageAccount(workplace.platform, box),
      changed: () => this.drawLater || this.draw(),
      timing,
      signal: this.stopping.signal,
    });
    this.observer = new MutationObserver(() => this.refresh());
    this.observer.observe(box.element, { childList: true, characterData: true, subtree: true });
    box.element.addEventListener("focusout", () => box.left(), { signal: this.stopping.signal });
    this.readAgain();
    this.draw();
  }

  /** After a key: reads the words anew and draws their lines; editors rebuild their DOM even under the same words. */
  refresh() {
    const { draft } = this.session;
    const text = wellFormed(this.box.read());
    if (text !== draft?.text && this.workplace.card.isOpen) this.workplace.card.hide();
    this.drawLater = true;
    if (draft) this.session.edited({ ...draft, text });
    this.drawLater = false;
    this.drawLines();
    this.badge.show(this.session);
    this.rest.after(SETTLE_MS);
  }

  settle() {
    if (!this.readAgain()) this.draw();
    this.place();
  }

  /** Reads everything that a draft is made of. @returns {boolean} whether it changed */
  readAgain() {
    const draft = readDraft(this.box, this.box.read(), this.workplace.platform);
    const textChanged = draft.text !== this.session.draft?.text;
    if (textChanged && this.workplace.card.isOpen) this.workplace.card.hide();
    const isAnother = this.noticeWriter();
    return this.session.edited(draft) || isAnother;
  }

  /** People change the page or account they act for beside a draft that stays as it is. @returns {boolean} */
  noticeWriter() {
    const writer = JSON.stringify(readPageAccount(this.workplace.platform, this.box));
    const isAnother = this.writer !== "" && writer !== this.writer;
    this.writer = writer;
    if (isAnother) this.session.writerChanged();
    return isAnother;
  }

  draw() {
    const { session } = this;
    this.drawLines();
    this.badge.show(session);
    const { panel, changed } = this.workplace;
    if (panel.isOpen && panel.owner === this) panel.refresh(this.panelContent());
    this.announce();
    const { phase, notes, reason, report } = session;
    const told = JSON.stringify([phase, notes.length, worstSeverity(notes), reason, report?.account]);
    if (told === this.told) return;
    this.told = told;
    changed();
  }

  drawLines() {
    this.lines.draw(this.session.notes);
  }

  /** Reads out how things stand, once they do: not while somebody is still typing. */
  announce() {
    const { phase, notes } = this.session;
    if (phase === "checking") return;
    const { words } = badgeFace(this.session);
    const hasNotes = phase === "checked" && notes.length > 0;
    const told = hasNotes ? word("announce_notes", words, named.next) : words;
    this.workplace.surface.announce(phase === "empty" ? "" : told);
  }

  place() {
    if (this.lines instanceof Mirror) this.lines.follow();
    this.badge.place();
  }

  /** @param {MouseEvent} event @returns {boolean} whether a marked word was hit */
  openAt({ clientX: x, clientY: y }) {
    const hit = this.lines.marks().find(({ rects }) => rects().some(
      ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom + 4,
    ));
    if (hit) this.open(hit.finding, { focus: false });
    return hit !== undefined;
  }

  /** Opens the card of the first note after the caret, else of the first. */
  openNext() {
    const { notes } = this.session;
    const caret = this.box.caret();
    const next = notes.find(({ span }) => span && span.end >= caret) ?? notes[0];
    if (next) this.open(next, { focus: true });
  }

  /** @param {Finding} finding @param {{focus: boolean, failed?: string}} how */
  open(finding, { focus, failed }) {
    const { notes, draft } = this.session;
    const place = notes.indexOf(finding);
    const { card, panel } = this.workplace;
    panel.hide();
    card.show({
      finding,
      text: draft?.text ?? "",
      place: word("note_position", place + 1, notes.length),
      anchor: () => this.anchorOf(finding),
      failed: failed ?? null,
      fix: (suggestion) => void this.fix(finding, suggestion),
      dismiss: () => this.dismiss(finding),
      next: notes.length > 1 ? () => this.open(notes[(place + 1) % notes.length], { focus: true }) : null,
      giveFocusBack: () => this.box.focusAgain(),
    }, { focus });
  }

  /** @param {Finding} finding @returns {DOMRect} */
  anchorOf(finding) {
    const rects = this.lines.marks().find((one) => one.finding === finding)?.rects() ?? [];
    const [first] = rects;
    if (!first) return this.badge.rect();
    // Words may run over several lines: nothing of ours stands on any of them.
    return new DOMRect(first.left, first.top, first.width, rects[rects.length - 1].bottom - first.top);
  }

  /** @param {Finding} finding @param {Suggestion} suggestion */
  async fix(finding, suggestion) {
    this.workplace.card.hide();
    const wasTaken = await applySuggestion(this.box, suggestion);
    if (!wasTaken) this.open(finding, { focus: true, failed: suggestion.text });
    else this.readAgain();
  }

  /** @param {Finding} finding */
  dismiss(finding) {
    this.workplace.card.leave();
    this.session.dismiss(finding);
  }

  openPanel() {
    const { panel, card } = this.workplace;
    card.hide();
    if (panel.isOpen && panel.owner === this) return panel.leave();
    panel.owner = this;
    return panel.show(this.panelContent(), {
      anchor: () => this.badge.rect(),
      giveFocusBack: () => this.box.focusAgain(),
    });
  }

  /** @returns {PanelContent} */
  panelContent() {
    return {
      session: this.session,
      account: readPageAccount(this.workplace.platform, this.box),
      open: (finding) => this.open(finding, { focus: true }),
      again: () => void this.session.checkAgain(),
    };
  }

  stop() {
    this.stopping.abort();
    this.rest.stop();
    this.observer.disconnect();
    this.lines.stop();
    this.badge.stop();
    const { panel } = this.workplace;
    if (panel.owner === this) panel.hide();
  }
}
