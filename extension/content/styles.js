"use strict";

/** How our own parts look. They live in a shadow root, so nothing of the page applies here and nothing leaks out. */
const SURFACE_RULES = `
:host { all: initial; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.layer {
  --paper: #ffffff; --ink: #17212d; --quiet: #4f5b69; --line: #ccd4dd; --edge: #7b8794; --wash: #f2f5f8;
  --action: #1d4f91; --on-action: #ffffff; --shade: rgb(15 25 40 / 0.22);
  --advise: #0f6c79; --warn: #8f5200; --confirm: #86309f;
  color-scheme: light dark; color: var(--ink);
  font: 400 14px/1.5 system-ui, "Liberation Sans", sans-serif; text-align: start;
}
@media (prefers-color-scheme: dark) {
  .layer {
    --paper: #1b222b; --ink: #edf1f5; --quiet: #b3bdc9; --line: #3b4654; --edge: #8894a2; --wash: #252e39;
    --action: #9cc4f7; --on-action: #10233d; --shade: rgb(0 0 0 / 0.55);
    --advise: #5cc4d1; --warn: #f0b354; --confirm: #d899ea;
  }
}
button {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px;
  padding: 5px 12px; min-height: 32px; cursor: pointer; max-width: 100%; overflow-wrap: anywhere; text-align: start;
}
button:hover { background: var(--wash); }
button.main { background: var(--action); border-color: var(--action); color: var(--on-action); font-weight: 600; }
button.main:hover { filter: brightness(1.08); }
button:disabled {
  opacity: 1; background: var(--wash); border-color: var(--line); color: var(--quiet); cursor: default;
}
button.plain { border-color: transparent; color: var(--quiet); padding: 5px 8px; }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }
.box:focus-visible { outline-width: 2px; outline-offset: -1px; }
a { color: var(--action); }
a.button {
  display: inline-flex; align-items: center; color: inherit; border: 1px solid var(--edge); border-radius: 8px;
  padding: 5px 12px; min-height: 32px; text-decoration: none; max-width: 100%; overflow-wrap: anywhere;
}
a.button:hover { background: var(--wash); }
input:not([type=checkbox]) {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px;
  padding: 5px 10px; min-height: 34px; width: 100%; margin-top: 4px;
}
input[type=checkbox] { width: 20px; height: 20px; accent-color: var(--action); margin: 0; flex: none; }
h2, h3, p, ul, ol, dl, dd, form { margin: 0; padding: 0; }
ul { list-style: none; }

.box {
  position: fixed; z-index: 3; background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
  box-shadow: 0 8px 30px var(--shade); width: 344px; max-width: calc(100vw - 16px); max-height: calc(100vh - 16px);
  overflow-y: auto; scrollbar-width: thin; padding: 14px 16px;
}
.card { border-top: 4px solid var(--tone, var(--line)); }
.top { display: flex; align-items: center; gap: 8px; margin-bottom: 8px; }
.top h2 { flex: 1; font-size: 16px; line-height: 1.3; font-weight: 650; }
.top .place { color: var(--quiet); font-size: 13px; }
.close { border-color: transparent; padding: 0; width: 32px; text-align: center; color: var(--quiet); font-size: 18px; }
.chip { flex: 1; font-size: 13px; font-weight: 650; color: var(--tone); }
.advise { --tone: var(--advise); --stroke: dotted; }
.warn { --tone: var(--warn); --stroke: dashed; }
.confirm { --tone: var(--confirm); --stroke: double; }
.words { color: var(--quiet); overflow-wrap: anywhere; margin-bottom: 6px; }
.words q { quotes: none; text-decoration: underline var(--stroke) 2px var(--tone); text-underline-offset: 3px; }
.message { font-size: 15px; font-weight: 600; line-height: 1.4; margin-bottom: 10px; }
.facts > div { margin-bottom: 8px; }
.facts dt { font-size: 12px; font-weight: 600; color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; }
.facts dd + dd { margin-top: 4px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0 0; }
.message + .actions, .failed + .actions { margin: 10px 0 12px; }
.spread { justify-content: space-between; border-top: 1px solid var(--line); padding-top: 10px; }
.failed { margin-top: 10px; background: var(--wash); border-radius: 8px; padding: 8px 10px; }
.failed code { font: inherit; font-weight: 600; user-select: all; }

.veil { position: fixed; inset: 0; z-index: 2; background: rgb(10 18 30 / 0.45); }
.dialog { top: 50%; left: 50%; transform: translate(-50%, -50%); width: 460px; padding: 20px 22px; }
.dialog .lead { color: var(--quiet); margin-bottom: 14px; }
.dialog li, .panel li { border-inline-start: 4px solid var(--tone, var(--line)); padding: 2px 0 2px 12px; }
.dialog li { margin-bottom: 16px; }
.tick { display: flex; gap: 10px; align-items: center; font-weight: 600; padding: 10px 0 2px; cursor: pointer; }
.reason { display: block; font-size: 13px; color: var(--quiet); margin-top: 14px; }
.reason input { color: var(--ink); }
.dialog .actions { justify-content: flex-end; }

.opinion, .ladder { border-top: 1px solid var(--line); margin-top: 14px; padding-top: 10px; }
.opinion h3, .ladder h3, .panel h3 { font-size: 13px; color: var(--quiet); margin: 0 0 4px; }
.opinion .actions { margin-top: 8px; justify-content: flex-start; }
.ladder ol { padding-inline-start: 1.4em; }
.dialog .ladder li { border: 0; padding: 0; margin: 0 0 2px; }
.ladder { border-top: 0; margin: 0 0 16px; padding: 10px 14px; background: var(--wash); border-radius: 8px; }
.copy { display: inline-flex; align-items: center; gap: 8px; }
.said { color: var(--quiet); font-size: 13px; }
.wrong form { display: grid; gap: 8px; }
.wrong:has(form), .wrong:has(p) { flex-basis: 100%; order: 1; }
.wrong .tick { font-weight: 400; padding: 0; }
.wrong .actions { margin: 0; }

.panel li { margin-bottom: 10px; }
.panel li button { width: 100%; border-color: transparent; padding: 2px 6px; }
.panel .box > h3, .panel div > h3 { margin-top: 12px; }
.panel .opinion h3 { margin-top: 0; }
.panel .as { color: var(--quiet); font-size: 13px; margin-top: 10px; }

.badge {
  position: fixed; z-index: 1; display: inline-flex; align-items: center; gap: 7px; min-height: 26px; padding: 1px 10px;
  border-radius: 13px; font-size: 13px; line-height: 1.4; background: var(--paper); color: var(--ink);
  border: 1px solid var(--edge); box-shadow: 0 1px 4px var(--shade); white-space: nowrap;
  max-width: min(360px, calc(100vw - 16px));
}
.badge .what { overflow: hidden; text-overflow: ellipsis; }
.badge .sign { flex: none; width: 16px; border-bottom: 3px var(--stroke, solid) var(--tone, var(--edge)); }
.badge.clean .sign {
  width: 11px; height: 6px; border: solid var(--advise); border-width: 0 0 2px 2px;
  transform: translateY(-2px) rotate(-45deg);
}
.badge.not-checked { border-style: dashed; color: var(--quiet); background: var(--wash); }
.badge.not-checked .sign { width: 9px; height: 9px; border: 2px solid var(--quiet); border-radius: 50%; }
.badge.checking .sign { width: 9px; height: 9px; border: 2px dotted var(--quiet); border-radius: 50%; }
@media (prefers-reduced-motion: no-preference) {
  .box { animation: rise 0.12s ease-out; }
  .dialog { animation: none; }
}
@keyframes rise { from { opacity: 0; translate: 0 4px; } }
@media (forced-colors: active) {
  .box, .badge { border: 1px solid CanvasText; }
  .badge .sign { border-color: CanvasText; }
  .words q { text-decoration-color: CanvasText; }
  .veil { background: Canvas; opacity: 0.8; }
  button.main { border: 2px solid ButtonText; }
  button:disabled { color: GrayText; border-color: GrayText; }
}

.mirror { position: fixed; left: 0; top: 0; z-index: 0; pointer-events: none; overflow: hidden; contain: layout style; }
.mirror u { text-decoration-skip-ink: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
