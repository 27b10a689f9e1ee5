"use strict";

/**
 * What a platform file says of a part of a page, made ready for use. A target is a selector, or a selector with words:
 * then one of the part's labels has to be one of the words, or to start with one. Words come in every language known.
 */

/** What searches are called, in the languages that platform files have labels in. */
const SEARCHES = ["search", "recherche", "buscar", "busca ", "búsqueda"];

/** Never read, whatever a platform file says: secrets, searches. Data from a server cannot lift this. */
const NEVER_READ = [
  "[type=password]", "[type=search]", "[role=search] *", "[role=searchbox]", "[autocomplete*=cc-]",
  "[autocomplete*=password]", "[autocomplete=one-time-code]", "[name=q]", "[enterkeyhint=search]", "[inputmode=search]",
].map(plainTarget).concat({ css: "*", words: null, starts: SEARCHES });

/** @param {string} css @returns {Target} */
function plainTarget(css) {
  return { css, words: null, starts: null };
}

/** @param {TargetSource} source @param {Record<string, string[]>} labels @returns {Target} */
function readyTarget(source, labels) {
  if (typeof source === "string") return plainTarget(source);
  const { css, words, starts } = source;
  return { css, words: words ? labels[words] ?? [] : null, starts: starts ? labels[starts] ?? [] : null };
}

/**
 * @param {PlatformFile} file @param {PlatformFile} generic the file for unknown sites, whose labels all may use
 * @returns {Platform}
 */
function readyPlatform(file, generic) {
  const labels = { ...generic.labels, ...file.labels };
  /** @param {TargetSource[]} [sources] */
  const ready = (sources = []) => sources.map((source) => readyTarget(source, labels));
  /** @param {ComposerFile} composer @returns {Composer} */
  const readyComposer = (composer) => ({
    ...composer,
    editor: ready(composer.editor),
    exclude: ready(composer.exclude),
    submit: ready(composer.submit),
    action: {
      default: composer.action.default,
      rules: composer.action.rules.map((rule) => ({ ...rule, words: labels[rule.value] ?? [] })),
    },
    alt_fields: ready(composer.media?.alt_fields ? [composer.media.alt_fields] : []),
  });
  const isGeneric = file.id === generic.id;
  return {
    id: file.platform ?? file.id,
    name: file.name,
    detect: file.detect ?? [],
    composers: file.composers.map(readyComposer),
    fallback: isGeneric ? null : readyFallback(readyComposer(generic.composers[0])),
    chat: { words: labels.send ?? [], starts: null, css: "button, [role=button], input[type=submit]" },
    account: file.account,
    profile: file.profile ?? null,
    moderation: (file.moderation ?? [])
      .map(({ action, control }) => ({ action, control: readyTarget(control, labels) })),
    comment: file.comment ?? null,
    labels,
  };
}

/**
 * On a known site a box that nobody described counts only beside a control that publishes; "Send" is for messages.
 * @param {Composer} generic @returns {Composer}
 */
function readyFallback(generic) {
  return { ...generic, beside: true, submit: generic.submit.slice(0, 1) };
}

/** @param {string | null | undefined} label */
const plainLabel = (label) => (label ?? "").replace(/\s+/g, " ").trim().toLowerCase();

/** @param {Element} element @returns {string[]} what it is called; never what somebody wrote in it */
function labelsOf(element) {
  const names = ["aria-label", "aria-placeholder", "placeholder", "data-placeholder", "title"];
  const labels = names.map((name) => plainLabel(element.getAttribute(name)));
  if (element.matches("input[type=submit], input[type=button]")) labels.push(plainLabel(element.getAttribute("value")));
  const isWrittenIn = element instanceof HTMLElement && (element.isContentEditable || isTextField(element));
  const shown = isWrittenIn ? "" : shownText(element);
  if (shown.length < 200) labels.push(plainLabel(shown));
  return labels.filter(Boolean);
}

/** @param {Element} element @returns {string} its text; what a component is given to show stands outside of it */
function shownText(element) {
  const given = [...element.querySelectorAll("slot")].flatMap((slot) => slot.assignedNodes({ flatten: true }));
  return [element, ...given].map(({ textContent }) => textContent ?? "").join(" ");
}

/** @param {Element} element @param {string} css @returns {boolean} false for a selector this browser cannot read */
function matchesSelector(element, css) {
  try {
    return element.matches(css);
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** @param {Element} element @param {Target} target */
function matchesTarget(element, { css, words, starts }) {
  if (!matchesSelector(element, css)) return false;
  if (!words && !starts) return true;
  return labelsOf(element).some((label) => words?.includes(label) || starts?.some((start) => label.startsWith(start)));
}

/** @param {Element} element @param {Target[]} targets */
function matchesAny(element, targets) {
  return targets.some((target) => matchesTarget(element, target));
}

/**
 * Visible matches inside `scope`, itself included, and in open shadow roots.
 * @param {Element | ShadowRoot} scope @param {Target[]} targets @returns {Element[]}
 */
function findVisible(scope, targets) {
  const inside = [...selectAll(scope, targets)];
  if (scope instanceof Element) inside.unshift(scope);
  return inside.filter((element) => matchesAny(element, targets) && isVisible(element));
}

/** @param {Element | ShadowRoot} scope @param {Target[]} targets @returns {Set<Element>} perhaps matches */
function selectAll(scope, targets) {
  const found = new Set(targets.flatMap(({ css }) => selectSome(scope, css)));
  for (const root of shadowRootsIn(scope)) for (const inner of selectAll(root, targets)) found.add(inner);
  return found;
}

/** @param {Element | ShadowRoot} scope @param {string} css @returns {Element[]} */
function selectSome(scope, css) {
  try {
    return [...scope.querySelectorAll(css)];
  } catch (error) {
    if (error instanceof DOMException) return []; // a selector this browser cannot read
    throw error;
  }
}

/** @param {Element | ShadowRoot} scope @returns {ShadowRoot[]} */
function shadowRootsIn(scope) {
  const roots = [...scope.querySelectorAll("*")].map((element) => element.shadowRoot);
  if (scope instanceof Element) roots.push(scope.shadowRoot);
  return roots.filter((root) => root !== null);
}

/**
 * Climbs from `element` and gives at each step the ancestor and what lies in it that was not seen before.
 * @param {Element} element @returns {Generator<{ancestor: Element, beside: (Element | ShadowRoot)[]}>}
 */
function* climb(element) {
  for (let here = element, ancestor = parentOf(here); ancestor; here = ancestor, ancestor = parentOf(here)) {
    const root = here.parentNode instanceof ShadowRoot ? here.parentNode : null;
    const beside = [...(root ?? ancestor).children].filter((child) => child !== here);
    if (root) yield { ancestor, beside: [...beside, ...ancestor.children] };
    else yield { ancestor, beside: ancestor.shadowRoot ? [...beside, ancestor.shadowRoot] : beside };
  }
}
