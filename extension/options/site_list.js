/** A switch for each site: those that come with the extension, and those that the person added. */

import { readPackagedSet } from "../background/platforms.js";
import { isHostName, readSettings } from "../background/settings.js";
import { patternsOf, plainHosts } from "../background/sites.js";
import { fillList, row, save, tell } from "./lists.js";
import { part, say } from "./page.js";

async function showSites() {
  const { hosts, off_hosts: off } = (await readSettings()).settings;
  const known = (await readPackagedSet()).set.platforms.filter((platform) => plainHosts(platform).length > 0);
  const switches = known.map((platform) => {
    const item = document.createElement("li");
    item.append(siteSwitch(platform.name, plainHosts(platform), off));
    return item;
  });
  fillList(part("known-sites", HTMLUListElement), switches);
  const rows = hosts.map((host) => row(siteSwitch(say("popup_check_site", host), [host], off), host, async () => {
    await save({ hosts: hosts.filter((other) => other !== host), off_hosts: off.filter((other) => other !== host) });
    await chrome.permissions.remove({ origins: patternsOf(host) }).catch(() => false);
    await showSites();
  }));
  fillList(part("sites", HTMLUListElement), rows);
}

/** @param {string} words @param {string[]} hosts @param {string[]} off */
function siteSwitch(words, hosts, off) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = !hosts.some((host) => off.includes(host));
  box.addEventListener("change", async () => {
    const others = (await readSettings()).settings.off_hosts.filter((other) => !hosts.includes(other));
    await save({ off_hosts: box.checked ? others : [...others, ...hosts] });
  });
  const label = document.createElement("label");
  label.append(box, words);
  return label;
}

/** @param {SubmitEvent} event */
async function addSite(event) {
  event.preventDefault();
  const field = part("site", HTMLInputElement);
  const written = field.value.trim().toLowerCase();
  const host = written.replace(/^[a-z]+:\/\//, "").split(/[/:]/)[0];
  if (!isHostName(host)) return tell(say("options_bad_host"));
  // Must come before anything that waits: a browser asks only while it still sees the person's press.
  const allowed = await chrome.permissions.request({ origins: patternsOf(host) });
  if (!allowed) return tell(say("options_not_allowed"));
  const { hosts } = (await readSettings()).settings;
  await save({ hosts: [...hosts.filter((other) => other !== host), host] });
  field.value = "";
  return showSites();
}

export async function beginSites() {
  part("site-form", HTMLFormElement).addEventListener("submit", (event) => void addSite(event));
  await showSites();
}
