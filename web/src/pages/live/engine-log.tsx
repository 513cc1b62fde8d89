import { useLayoutEffect, useRef } from "react";
import classes from "./live.module.css";
import type { LiveStore } from "./live-store.ts";
import { useLive } from "./use-live.ts";

const mostShown = 500;
/** So near to the end counts as being there, in pixels. */
const endMargin = 24;

/** The last lines of the engine's log. It follows new ones for as long as the reader is at its end. */
export function EngineLog({ store }: { readonly store: LiveStore }) {
  const { log, logDropped } = useLive(store, ["log", "start"]);
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const shown = log.slice(-mostShown);
  const before = log.length - shown.length + logDropped;
  useLayoutEffect(() => {
    const { current } = box;
    if (current !== null && isAtEnd.current) current.scrollTop = current.scrollHeight;
  });
  if (log.length === 0) return <p>The engine has written nothing.</p>;
  return (
    <>
      {before > 0 && <p>{before} earlier lines stand in engine.log of the run folder.</p>}
      <pre
        ref={box}
        className={classes.log}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log of the engine"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < endMargin;
        }}
      >
        {shown.join("\n")}
      </pre>
    </>
  );
}
