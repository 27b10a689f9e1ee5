import { defineConfig } from "eslint/config";

const shared = {
  "no-var": "error",
  "prefer-const": "error",
  eqeqeq: "error",
  curly: ["error", "multi-line"],
  "no-empty": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-unreachable": "error",
  "no-fallthrough": "error",
  "no-promise-executor-return": "off",
  "require-atomic-updates": "off",
  "max-len": ["error", { code: 120, ignoreUrls: true }],
  "max-lines": ["error", 250],
  "max-lines-per-function": ["error", { max: 35, skipComments: true }],
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Build elements and use textContent: pages may be hostile." },
    { property: "outerHTML", message: "Build elements and use textContent: pages may be hostile." },
    { property: "insertAdjacentHTML", message: "Build elements and use textContent: pages may be hostile." },
  ],
};

/** Names that only one file may use, so that what leaves the browser and what stays in it is easy to see. */
const kept = (name, home) => ({ name, message: `Only ${home} uses ${name}.` });

export default defineConfig([
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { ...shared, "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }] },
  },
  {
    // Classic scripts share one global scope: what one file declares, the next ones use.
    files: ["extension/content/**/*.js"],
    languageOptions: { sourceType: "script" },
    rules: { strict: ["error", "global"], "no-unused-vars": ["error", { vars: "local", argsIgnorePattern: "^_" }] },
  },
  {
    files: ["extension/**/*.js"],
    ignores: ["extension/background/api_client.js"],
    rules: { "no-restricted-globals": ["error", kept("fetch", "background/api_client.js"), kept("XMLHttpRequest", "nobody")] },
  },
  {
    files: ["extension/**/*.js"],
    ignores: ["extension/background/settings.js"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "MemberExpression[object.name='chrome'][property.name='storage']",
          message: "Only background/settings.js uses storage.",
        },
      ],
    },
  },
]);
