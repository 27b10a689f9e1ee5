/** The accounts that somebody said something about, and the own profiles that were seen. */

import { nameOf, sayAccount } from "../background/accounts.js";
import { readPackagedSet } from "../background/platforms.js";
import { readSettings } from "../background/settings.js";
import { fillList, row, save, tell } from "./lists.js";
import { part, say } from "./page.js";

async function showAccounts() {
  const { accounts, seen } = (await readSettings()).settings;
  const rows = accounts.map((account) => {
    const words = [account.handle, account.platform, say(`profile_${account.profile}`), say(`role_${account.role}`)];
    return row(describe(words), account.handle, async () => {
      await save({ accounts: accounts.filter((other) => other !== account) });
      await showAccounts();
    });
  });
  const seenRows = seen.map((profile) => {
    const words = [nameOf(profile), profile.platform, say("options_seen"), profile.bio, ...profile.links];
    return row(describe(words.filter(Boolean)), nameOf(profile), async () => {
      await save({ seen: seen.filter((other) => other !== profile) });
      await showAccounts();
    });
  });
  fillList(part("accounts", HTMLUListElement), [...rows, ...seenRows], "options_accounts_none");
}

/** @param {string[]} words */
function describe(words) {
  const what = document.createElement("span");
  what.textContent = words.join(" · ");
  return what;
}

/** @param {SubmitEvent} event */
async function addAccount(event) {
  event.preventDefault();
  const form = part("account-form", HTMLFormElement);
  const name = part("account-handle", HTMLInputElement).value.trim().replace(/^@/, "");
  if (name === "" || name.length > 100) return tell(say("options_bad_handle"));
  const { accounts } = (await readSettings()).settings;
  await save({
    accounts: sayAccount(accounts, {
      platform: part("account-platform", HTMLSelectElement).value,
      // Sites without handles show a name, and names have spaces.
      handle: name.includes(" ") ? name : `@${name}`,
      profile: /** @type {Profile} */ (part("account-profile", HTMLSelectElement).value),
      role: /** @type {Role} */ (part("account-role", HTMLSelectElement).value),
      bio: "",
      links: [],
    }),
  });
  form.reset();
  return showAccounts();
}

export async function beginAccounts() {
  part("account-form", HTMLFormElement).addEventListener("submit", (event) => void addAccount(event));
  const { platforms } = (await readPackagedSet()).set;
  part("account-platform", HTMLSelectElement)
    .replaceChildren(...platforms.map(({ id, name, platform }) => new Option(name, platform ?? id)));
  await showAccounts();
}
