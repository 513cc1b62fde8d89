import { Fragment } from "react";
import { codeParts } from "./code-parts.ts";

/** A sentence of the service: what it puts between backticks is code. */
export function Words({ text }: { readonly text: string }) {
  return codeParts(text).map((part, place) =>
    part.isCode ? <code key={place}>{part.text}</code> : <Fragment key={place}>{part.text}</Fragment>,
  );
}
