"use strict";

/** The small sign at a compose box that tells how things stand. Only a checked draft ever shows a tick. */
class Badge {
  /** @param {ComposeBox} box @param {Surface} surface @param {() => void} press */
  constructor(box, surface, press) {
    this.box = box;
    this.surface = surface;
    this.what = build("span", { class: "what" });
    this.part = buildButton({ class: "badge" }, press);
    this.part.append(build("span", { class: "sign" }), this.what);
    this.part.hidden = true;
    this.shown = "";
    surface.add(this.part);
  }

  /** @param {CheckSession} session */
  show(session) {
    const { words, look } = badgeFace(session);
    const shown = session.phase === "empty" ? "" : `${look} ${words}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.part.hidden = session.phase === "empty";
    this.part.className = `badge ${look}`;
    this.what.textContent = words;
    this.part.setAttribute("aria-label", word("badge_hint", words, named.next));
    this.place();
  }

  /** @returns {DOMRect} */
  rect() {
    return this.part.getBoundingClientRect();
  }

  /** Above the box where its lines end, else inside it: never over what stands below, where a Post button is. */
  place() {
    if (this.part.hidden) return;
    const box = this.box.element.getBoundingClientRect();
    const onScreen = box.bottom > 0 && box.top < document.documentElement.clientHeight && isVisible(this.box.element);
    this.part.style.visibility = onScreen ? "" : "hidden";
    const above = box.top - this.part.offsetHeight - 4;
    const top = above >= 4 ? above : Math.max(4, box.bottom - this.part.offsetHeight - 4);
    const isLeft = getComputedStyle(this.box.element).direction === "rtl";
    const right = Math.min(box.right, document.documentElement.clientWidth - 8);
    const left = isLeft ? box.left : right - this.part.offsetWidth;
    this.part.style.top = `${top}px`;
    this.part.style.left = `${Math.max(8, left)}px`;
  }

  stop() {
    this.part.remove();
  }
}

/** @param {CheckSession} session @returns {{words: string, look: string}} */
function badgeFace({ phase, reason, notes, report }) {
  if (phase === "not_checked") {
    return { words: notCheckedWords(reason), look: "not-checked" };
  }
  if (phase !== "checked") return { words: word("badge_checking"), look: "checking" };
  const partial = report?.status === "partial" ? word("badge_partial") : "";
  if (notes.length > 0) {
    return { words: [countNotes(notes.length), partial].filter(Boolean).join(" · "), look: worstSeverity(notes) ?? "" };
  }
  return partial ? { words: partial, look: "not-checked" } : { words: word("badge_clean"), look: "clean" };
}
