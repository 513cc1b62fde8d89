import { Kbd, Modal } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { currentShortcuts, onShortcutsChange } from "../components/shortcut-list.ts";
import classes from "./shortcut-help.module.css";

/** All keys that do something on the page that is shown. */
export function ShortcutHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const shortcuts = useSyncExternalStore(onShortcutsChange, currentShortcuts);
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" centered closeButtonProps={{ "aria-label": "Close" }}>
      <dl className={classes.list}>
        {shortcuts.map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key, index) => (
                <Kbd key={`${key}${index}`}>{key}</Kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
