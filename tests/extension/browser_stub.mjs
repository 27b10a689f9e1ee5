/** The browser's storage and management as far as the settings use them, with managed values that come when told. */

/** @param {Record<string, unknown>} kept */
function area(kept, tell, name) {
  return {
    kept,
    get: async (key) => structuredClone(key === null ? kept : { [key]: kept[key] }),
    set: async (values) => {
      const changes = Object.fromEntries(Object.entries(values)
        .map(([key, newValue]) => [key, { oldValue: kept[key], newValue }]));
      Object.assign(kept, structuredClone(values));
      tell(changes, name);
    },
  };
}

/**
 * @param {import("node:test").TestContext} t
 * @param {{installType?: string, managed?: Record<string, unknown> | "never" | "none", homepage?: string}} options
 */
export function stubBrowser(t, { installType = "admin", managed = {}, homepage } = {}) {
  const listeners = [];
  const tell = (changes, name) => { for (const listener of listeners) listener(changes, name); };
  let values = managed;
  const stub = {
    runtime: { getManifest: () => ({ homepage_url: homepage }), getURL: (path) => path },
    management: { getSelf: async () => ({ installType }) },
    storage: {
      local: area({}, tell, "local"),
      session: area({}, tell, "session"),
      managed: {
        get: () => {
          if (values === "never") return new Promise(() => undefined);
          if (values === "none") return Promise.reject(new Error("no managed storage"));
          return Promise.resolve(structuredClone(values));
        },
      },
      onChanged: { addListener: (listener) => listeners.push(listener) },
    },
  };
  const before = globalThis.chrome;
  globalThis.chrome = stub;
  t.after(() => { globalThis.chrome = before; });
  /** @param {Record<string, unknown>} now what the organisation sets from now on */
  const setManaged = (now) => {
    values = now;
    tell(Object.fromEntries(Object.entries(now).map(([key, newValue]) => [key, { newValue }])), "managed");
  };
  return { setManaged, local: stub.storage.local.kept, session: stub.storage.session.kept };
}

/** @param {() => boolean | Promise<boolean>} holds */
export async function until(holds) {
  const end = Date.now() + 20_000;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`never: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
