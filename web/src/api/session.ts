/**
 * The token of this tab. It is in the tab's own storage, which other sites, other tabs and cookies never see, and is sent by hand with each
 * request: nothing that a foreign page makes the browser send carries it.
 */
const storageKey = "perf-xi.token";

const listeners = new Set<() => void>();
let kept: string | null | undefined;

/** null: nobody is logged in. */
export function currentToken(): string | null {
  kept ??= readStored();
  return kept;
}

export function keepToken(token: string): void {
  kept = token;
  store((storage) => storage.setItem(storageKey, token));
  tell();
}

export function forgetToken(): void {
  kept = null;
  store((storage) => storage.removeItem(storageKey));
  tell();
}

/** Calls `listener` after each log-in and log-out; returns what ends that. */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Token of a log-in link (`#token=…`); null: the address has none. */
export function tokenOfFragment(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/u, "")).get("token")?.trim();
  return token === undefined || token === "" ? null : token;
}

/** Keeps the token of a log-in link and takes it out of the address, before anything is shown that could be copied or photographed. */
export function logInFromAddress(): void {
  const token = tokenOfFragment(window.location.hash);
  if (token === null) return;
  window.history.replaceState(window.history.state, "", `${window.location.pathname}${window.location.search}`);
  keepToken(token);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function readStored(): string | null {
  try {
    return window.sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing for pages: the token then lives as long as the page. */
function store(change: (storage: Storage) => void): void {
  try {
    change(window.sessionStorage);
  } catch {
    return;
  }
}
