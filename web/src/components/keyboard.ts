import { useEffect, useEffectEvent } from "react";
import { addShortcut, matchShortcut, type PressedKey } from "./shortcut-list.ts";

/** Keys of this component while it is shown; `?` lists them with `label`. */
export function useShortcut(keys: string, run: () => void, label: string): void {
  const runLatest = useEffectEvent(run);
  useEffect(() => addShortcut({ keys, label, run: () => runLatest() }), [keys, label]);
}

/** Listens for all of them; once a page. */
export function useShortcutKeys(): void {
  useEffect(() => {
    let before: PressedKey | null = null;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTypedInto(event.target)) return;
      const { shortcut, remember } = matchShortcut({ key: event.key, at: event.timeStamp }, before);
      before = remember;
      if (shortcut === null) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function isTypedInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role='dialog'], [role='slider']") !== null
  );
}
