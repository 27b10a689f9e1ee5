/** The first page after an install: what is sent where, and what is never kept. */

import { readSettings, saveSettings } from "../background/settings.js";
import { fillFacts, fillWords, part } from "./page.js";

async function begin() {
  const { settings } = await readSettings();
  fillWords();
  fillFacts(part("facts", HTMLOListElement), settings.server);
  const personal = part("check-personal", HTMLInputElement);
  personal.checked = settings.check_personal;
  personal.addEventListener("change", () => void saveSettings({ check_personal: personal.checked }));
  part("go", HTMLButtonElement).addEventListener("click", () => window.close());
  part("settings", HTMLButtonElement).addEventListener("click", () => void chrome.runtime.openOptionsPage());
}

void begin();
