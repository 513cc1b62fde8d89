import { UnstyledButton } from "@mantine/core";
import classes from "./mistake-list.module.css";
import type { PlacedMistake } from "./mistakes.ts";

export interface MistakeListProps {
  readonly mistakes: readonly PlacedMistake[];
  /** Somebody wants to see the place of one. Absent: the places are only told. */
  readonly onGoTo?: (mistake: PlacedMistake) => void;
}

/** What is wrong, where, and what to do about it. */
export function MistakeList({ mistakes, onGoTo }: MistakeListProps) {
  return (
    <ul className={`plain ${classes.list ?? ""}`}>
      {mistakes.map((mistake, index) => {
        const { severity, code, text, remedy } = mistake;
        const place = placeOf(mistake);
        return (
          <li key={`${code}${place}${index}`} data-severity={severity}>
            {place !== "" &&
              (onGoTo === undefined ? (
                <code>{place}</code>
              ) : (
                <UnstyledButton className={classes.place} onClick={() => onGoTo(mistake)}>
                  <code>{place}</code>
                </UnstyledButton>
              ))}
            <span>
              <span className="unseen">{severity}: </span>
              {text}
            </span>
            <small>
              {remedy}{" "}
              <a href={`/docs/errors#${code}`} target="_blank" rel="noreferrer">
                {code}
              </a>
            </small>
          </li>
        );
      })}
    </ul>
  );
}

function placeOf({ file, line, column }: PlacedMistake): string {
  return [file, ...(line === null ? [] : [line, ...(column === null ? [] : [column])])]
    .filter((part) => part !== null)
    .join(":");
}
