import { CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { closeToast, currentToasts, onToastsChange } from "./toast-list.ts";
import classes from "./toasts.module.css";

export { showProblem, showToast } from "./toast-list.ts";

/** Short messages at the edge of the page; screen readers say them when they come. */
export function Toasts() {
  const toasts = useSyncExternalStore(onToastsChange, currentToasts);
  return (
    <div className={`${classes.toasts ?? ""} no-print`} role="status" aria-live="polite">
      {toasts.map(({ id, title, text, tone }) => (
        <div key={id} className={classes.toast} data-tone={tone}>
          <div className={classes.words}>
            <strong>{title}</strong>
            {text !== null && text !== "" && <span>{text}</span>}
          </div>
          <CloseButton aria-label="Close this message" size="sm" onClick={() => closeToast(id)} />
        </div>
      ))}
    </div>
  );
}
