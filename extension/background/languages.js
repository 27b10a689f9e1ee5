/**
 * Which language a report speaks. Its notes are in the policy's language, not in the browser's, and a screen reader
 * has to know. The wire does not say it; the browser's own detector does, on this computer.
 */

/** @param {Report} report @returns {Promise<Report>} with `language` where it is certain (BCP 47) */
export async function withLanguages(report) {
  const { findings, tips, not_checked: notChecked } = report;
  const language = await languageOf([...findings.map(wordsOf), ...tips.map(({ text }) => text), ...notChecked]);
  /** @param {Finding} finding */
  const withLanguage = async (finding) => ({ ...finding, language: await languageOf([wordsOf(finding)]) || language });
  return { ...report, language, findings: await Promise.all(findings.map(withLanguage)) };
}

/** @param {Finding} finding */
const wordsOf = ({ message, why, fix }) => [message, why, fix].join(" ");

/** @param {string[]} texts @returns {Promise<string>} "" where the browser is not sure */
async function languageOf(texts) {
  const text = texts.join(" ").trim();
  if (!text || !chrome.i18n?.detectLanguage) return "";
  try {
    const { isReliable, languages } = await chrome.i18n.detectLanguage(text);
    return isReliable ? languages[0]?.language ?? "" : "";
  } catch {
    return ""; // A note without its language is still a note.
  }
}
