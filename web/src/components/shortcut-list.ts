/** Keys of the page. One letter, or two after each other (`g p`); never while somebody types. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

const shortcuts = new Map<string, Shortcut>();
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];

export const currentShortcuts = (): readonly Shortcut[] => listed;

export function onShortcutsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The newest holder of keys has them; returns what gives them back. */
export function addShortcut(shortcut: Shortcut): () => void {
  const before = shortcuts.get(shortcut.keys);
  shortcuts.set(shortcut.keys, shortcut);
  tell();
  return () => {
    if (shortcuts.get(shortcut.keys) !== shortcut) return;
    if (before === undefined) shortcuts.delete(shortcut.keys);
    else shortcuts.set(shortcut.keys, before);
    tell();
  };
}

/** How long the second key of two may take. */
export const secondKeyWithinMs = 1_200;

export interface PressedKey {
  readonly key: string;
  readonly at: number;
}

/** Shortcut that is complete with this key, and what to remember for the next. `before` null: no first key is waiting. */
export function matchShortcut(
  pressed: PressedKey,
  before: PressedKey | null,
): { readonly shortcut: Shortcut | null; readonly remember: PressedKey | null } {
  const isSecond = before !== null && pressed.at - before.at <= secondKeyWithinMs;
  const both = isSecond ? shortcuts.get(`${before.key} ${pressed.key}`) : undefined;
  if (both !== undefined) return { shortcut: both, remember: null };
  const alone = shortcuts.get(pressed.key);
  if (alone !== undefined) return { shortcut: alone, remember: null };
  const begins = listed.some(({ keys }) => keys.startsWith(`${pressed.key} `));
  return { shortcut: null, remember: begins ? pressed : null };
}

function tell(): void {
  listed = [...shortcuts.values()];
  for (const listener of listeners) listener();
}
