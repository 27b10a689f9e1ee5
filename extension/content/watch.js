"use strict";

/**
 * Reads along on one page: finds compose boxes as people get to them and takes everything down again on `signal`.
 * Knows nothing of extensions: the host gives a port, so that the try-it page runs the same code.
 */
class Watch {
  /**
   * @param {{platforms: Platform[], port: Port, timing: Timing, gate: SubmitGate, signal: AbortSignal,
   *   keys?: Keys, server?: string}} host
   */
  constructor({ platforms, port, timing, gate, signal, keys = DEFAULT_KEYS, server = location.host }) {
    this.signal = signal;
    this.port = port;
    this.surface = new Surface(signal);
    /** @type {Port["report"]} */
    const report = (feedback) => port.report(feedback);
    this.card = new Card(this.surface, report);
    this.panel = new Panel(this.surface);
    this.dialog = new ConfirmDialog(this.surface, report);
    this.keys = keys;
    Object.assign(named, keys, { server });
    /** The page's own profile as last read, to be told once. */
    this.told = "";
    /** @type {Map<Element, AttachedBox>} */
    this.boxes = new Map();
    /** @type {AttachedBox | null} the one last written in */
    this.current = null;
    this.platforms = platforms;
    /** @type {Platform | null} known for certain once a box was found */
    this.settledPlatform = platforms.length === 1 ? platforms[0] : null;
    this.timing = timing;
    this.surroundings = new Surroundings(() => this.look(), signal);
    gate.serve({
      timing, dialog: this.dialog,
      composers: () => this.composers(),
      owns: (event) => this.surface.owns(event),
      boxesOf: (submission) => this.boxesOf(submission),
    });
    signal.addEventListener("abort", () => gate.serve(null), { once: true });
    const { surface, dialog } = this;
    const platform = () => this.platform;
    this.moderation = new ModerationGate({ platforms, platform, port, timing, surface, dialog, signal });
    this.listen();
    this.attachFocused();
    this.lookAtProfile();
    this.changed();
  }

  /** @returns {Platform} the first that this page shows the marks of; the last one has none and fits everywhere */
  get platform() {
    return this.settledPlatform ?? this.findPlatform();
  }

  findPlatform() {
    const isHere = (/** @type {Platform} */ { detect }) => detect.length === 0
      || detect.some((css) => selectSome(document.documentElement, css).length > 0);
    return this.platforms.find(isHere) ?? this.platforms[this.platforms.length - 1];
  }

  /** Before anybody wrote anything, only what a platform file describes is looked for. @returns {Composer[]} */
  composers() {
    const { composers, fallback } = this.platform;
    return fallback && this.boxes.size > 0 ? [...composers, fallback] : composers;
  }

  /** Takes up boxes that were known before a pause or a change of settings. @param {Element[]} elements */
  takeUp(elements) {
    for (const element of elements) {
      const found = element.isConnected ? editorOnPath([element], this.platform) : null;
      if (found) this.current ??= this.attach(found.element, found.composer);
    }
  }

  listen() {
    const options = { capture: true, passive: true, signal: this.signal };
    for (const type of ["focusin", "input", "pointerdown"]) {
      window.addEventListener(type, (event) => this.notice(event), options);
    }
    window.addEventListener("keydown", (event) => this.takeKey(event), { capture: true, signal: this.signal });
    window.addEventListener("click", (event) => this.openAt(event), options);
    for (const type of ["scroll", "resize"]) window.addEventListener(type, () => this.place(), options);
    window.addEventListener("load", () => this.lookAtProfile(), { signal: this.signal });
    this.signal.addEventListener("abort", () => this.stop(), { once: true });
  }

  /** @param {Event} event */
  notice(event) {
    if (this.surface.owns(event)) return;
    if (event.type !== "input") this.lookAtProfile();
    if (event.type === "pointerdown") this.closeBoth();
    const attached = this.boxes.get(/** @type {Element} */ (event.target)) ?? this.boxAt(elementsOnPath(event));
    if (!attached) return;
    this.current = attached;
    // A rich editor's own observer sees what is written in it.
    if (event.type === "input" && attached.box.isField) attached.refresh();
  }

  /** @param {Element[]} path from the innermost element outwards @returns {AttachedBox | null} */
  boxAt(path) {
    const known = path.find((element) => this.boxes.has(element));
    if (known) return this.boxes.get(known) ?? null;
    const found = editorOnPath(path, this.platform);
    return found && this.attach(found.element, found.composer);
  }

  /** What the bio says is needed when something is written elsewhere, so it is kept when people come by. */
  lookAtProfile() {
    const profile = readOwnProfile(this.platform);
    const told = JSON.stringify(profile);
    if (!profile || told === this.told) return;
    this.told = told;
    this.port.remember(profile);
  }

  closeBoth() {
    this.card.hide();
    this.panel.hide();
  }

  /** After an update of the extension, or on a page with autofocus, the person is in a box already. */
  attachFocused() {
    const path = [];
    for (let here = document.activeElement; here; here = here.shadowRoot?.activeElement ?? null) path.unshift(here);
    const outwards = path.flatMap((element) => [element, ...ancestorsOf(element)]);
    const found = editorOnPath(outwards, this.platform);
    if (found) this.current = this.attach(found.element, found.composer);
  }

  /** @param {HTMLElement} element @param {Composer} composer @returns {AttachedBox} */
  attach(element, composer) {
    const known = this.boxes.get(element);
    if (known) return known;
    const { platform, port, timing, surface, card, panel } = this;
    const changed = () => this.changed();
    const workplace = { platform, port, timing, surface, card, panel, changed };
    this.settledPlatform = platform;
    const attached = new AttachedBox(new ComposeBox(element, composer), workplace);
    this.boxes.set(element, attached);
    this.surroundings.watch(element);
    this.changed();
    return attached;
  }

  /** Whether every box is still there, and what stands in it and where. */
  look() {
    if (!this.port.alive()) return;
    for (const [element, attached] of this.boxes) {
      if (!element.isConnected) this.detach(element, attached);
      else if (!attached.readAgain()) attached.drawLines();
    }
    this.place();
    if (this.boxes.size === 0) this.surroundings.rest();
  }

  /** @param {Element} element @param {AttachedBox} attached */
  detach(element, attached) {
    this.boxes.delete(element);
    if (this.current === attached) this.current = null;
    attached.stop();
    this.card.hide();
    this.changed();
  }

  place() {
    for (const attached of this.boxes.values()) attached.place();
    this.card.place();
    this.panel.place();
  }

  /** @param {Submission} submission @returns {AttachedBox[]} */
  boxesOf({ editors, composer }) {
    if (!this.port.alive()) return [];
    return editors.map((element) => {
      const attached = this.attach(element, composer);
      attached.readAgain();
      return attached;
    });
  }

  /** @param {MouseEvent} event */
  openAt(event) {
    if (this.surface.owns(event)) return;
    for (const [element, attached] of this.boxes) {
      if (event.composedPath().includes(element) && attached.openAt(event)) return;
    }
  }

  /**
   * One key opens the next note, one the list of all; Escape closes an open card and nothing of the page.
   * @param {KeyboardEvent} event
   */
  takeKey(event) {
    if (!event.altKey && !event.ctrlKey && event.key !== "Escape") return; // a letter, as most keys are
    const pressed = shortcutOf(event);
    const isNext = pressed === this.keys.next;
    const isList = pressed === this.keys.list;
    const isLeave = event.key === "Escape" && (this.card.isOpen || this.panel.isOpen);
    if (!isLeave && !((isNext || isList) && this.current)) return;
    if (this.surface.owns(event) || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.closeBoth();
    if (isNext) this.current?.openNext();
    if (isList) this.current?.openPanel();
  }

  changed() {
    this.port.tell(this.state());
  }

  /** @returns {WatchState} */
  state() {
    const session = this.current?.session;
    return {
      boxes: this.boxes.size,
      phase: session?.phase ?? "empty",
      notes: session?.notes.length ?? 0,
      worst: session ? worstSeverity(session.notes) : null,
      reason: session?.reason ?? null,
      account: readPageAccount(this.platform, this.current?.box ?? null),
      profile: session?.report?.account.profile ?? null,
      registered: session?.report?.account.registered ?? null,
    };
  }

  stop() {
    this.dialog.answer?.(false); // a question that can no longer be seen is answered: keep editing
    for (const attached of this.boxes.values()) attached.stop();
    this.boxes.clear();
  }
}

/** @param {Element} element @returns {Element[]} */
function ancestorsOf(element) {
  const ancestors = [];
  for (let here = parentOf(element); here; here = parentOf(here)) ancestors.push(here);
  return ancestors;
}
