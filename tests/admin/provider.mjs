/**
 * A real OpenID Connect provider on loopback (oidc-provider, certified), for the tests of signing in.
 *
 * node provider.mjs ISSUER REDIRECT_URI [claims-in-token]. Everybody may sign in with any password; who they are is
 * written below. Its development pages ask for the name and for consent, as a provider's own pages would.
 */

import process from "node:process";
import Provider from "oidc-provider";

const [issuer, redirectUri, where] = process.argv.slice(2);
const PEOPLE = {
  amy: { name: "Amy Doyle", email: "amy@maplebend.example", groups: ["Clerks"] },
  sunil: { name: "Sunil Dev", email: "sunil@maplebend.example", groups: ["IT", "auditor"] },
  jo: { name: "Jo Public", email: "jo@maplebend.example", groups: ["Gardeners"] },
};

const provider = new Provider(issuer, {
  clients: [{ client_id: "desk", client_secret: "not-a-secret", redirect_uris: [redirectUri] }],
  claims: { openid: ["sub"], profile: ["name", "groups"], email: ["email"] },
  conformIdTokenClaims: where !== "claims-in-token",
  pkce: { required: () => true },
  cookies: { keys: ["only for tests"] },
  findAccount: (_context, id) => PEOPLE[id] && { accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) },
});

provider.listen(Number(new URL(issuer).port), "127.0.0.1", () => process.stdout.write("ready\n"));
