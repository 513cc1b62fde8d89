import { Fragment } from "react";

/** A sentence of the service: what it puts between backticks is code. */
export function Words({ text }: { readonly text: string }) {
  return text.split("`").map((part, place, { length }) =>
    // A last backtick without its pair is only a backtick.
    place % 2 === 1 && place < length - 1 ? (
      <code key={place}>{part}</code>
    ) : (
      <Fragment key={place}>{place % 2 === 1 ? `\`${part}` : part}</Fragment>
    ),
  );
}
