import type { CodePiece } from "./highlight-lines.ts";

/** One line of code in its colours. */
export function ColouredLine({ pieces }: { readonly pieces: readonly CodePiece[] }) {
  return (
    <>
      {pieces.map(({ text, kind }, index) =>
        kind === "" ? (
          text
        ) : (
          <span key={index} style={{ color: `var(--code-${kind})` }}>
            {text}
          </span>
        ),
      )}
    </>
  );
}
