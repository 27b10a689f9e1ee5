"use strict";

/** "This seems wrong": tells the city which rule misfired and why; the words themselves only where that is ticked. */

/**
 * @param {Finding} finding @param {string} text of the draft
 * @param {{report: Port["report"], announce: (words: string) => void}} host
 * @returns {HTMLElement} a button that opens into a small form
 */
function buildWrong(finding, text, host) {
  const part = build("div", { class: "wrong" });
  const open = buildButton({ class: "plain", text: word("wrong") }, () => {
    const form = buildWrongForm(finding, text, (feedback) => void send(feedback));
    part.replaceChildren(form);
    form.querySelector("input")?.focus();
  });
  part.append(open);

  /** @param {Feedback} feedback */
  async function send(feedback) {
    const arrived = await host.report(feedback);
    const words = arrived ? word("wrong_thanks") : word("wrong_failed", named.server);
    const said = build("p", { class: "said", text: words });
    said.tabIndex = -1;
    part.replaceChildren(said);
    said.focus();
    host.announce(words);
  }
  return part;
}

/** @param {Finding} finding @param {string} text @param {(feedback: Feedback) => void} send */
function buildWrongForm({ rule, span }, text, send) {
  const reason = build("input");
  reason.maxLength = 300;
  reason.required = true;
  reason.autocomplete = "off";
  const words = span ? text.slice(span.start, span.end) : "";
  const tick = build("input");
  tick.type = "checkbox";
  const submit = build("button", { class: "main", text: word("wrong_send") });
  const form = build("form", {},
    build("label", {}, word("wrong_reason"), reason),
    words ? build("label", { class: "tick" }, tick, build("span", { text: word("wrong_include") })) : null,
    build("div", { class: "actions" }, submit));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const included = tick.checked ? { text: words } : {};
    send({ rule, kind: "wrong", reason: reason.value.trim(), ...included });
  });
  return form;
}
