import { Fragment } from "react";
import { evidenceAnchor, type CitedPart } from "./cited-parts.ts";
import classes from "./analysis.module.css";

/** Ids of evidence as links to where it stands on this page. */
export function Citations({ ids }: { readonly ids: readonly string[] }) {
  return ids.map((id) => (
    <a key={id} href={`#${evidenceAnchor(id)}`} className={classes.cite} aria-label={`Evidence ${id}`}>
      {id}
    </a>
  ));
}

/** A text whose evidence can be followed. */
export function CitedText({ parts }: { readonly parts: readonly CitedPart[] }) {
  return parts.map((part, place) => (
    <Fragment key={place}>{part.kind === "words" ? part.text : <Citations ids={[part.id]} />}</Fragment>
  ));
}
