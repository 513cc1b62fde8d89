import { useState, type DragEvent, type ReactNode } from "react";
import { showProblem } from "../../components/toasts.tsx";
import classes from "./drop-area.module.css";
import type { DroppedFile } from "./plan-draft.ts";
import { readDropped } from "./read-files.ts";

export interface DropAreaProps {
  readonly onFiles: (files: readonly DroppedFile[]) => void;
  readonly children: ReactNode;
}

/** Takes files and folders that are dropped anywhere on what it holds. Those who do not drag have a button for the same. */
export function DropArea({ onFiles, children }: DropAreaProps) {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setIsOver(false);
    readDropped(event.dataTransfer).then(onFiles, showProblem);
  };
  return (
    <div className={classes.area} onDragOver={over} onDrop={drop} onDragLeave={() => setIsOver(false)}>
      {children}
      {isOver && (
        <div className={classes.over} aria-hidden="true">
          Drop the plan, its objectives and its data
        </div>
      )}
    </div>
  );
}
