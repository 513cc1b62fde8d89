import type { CollectionSummary, LimitRule } from "./window.ts";

/** What the thread that scans is told. `bytes` are transferred; each message but "chunk" is answered once, in order. */
export type CollectorRequest =
  /** Which format do results begin with? Answered by "recognised". */
  | { readonly kind: "recognise"; readonly head: Uint8Array }
  /** Where in a piece from the middle of a file does a row begin for sure enough to try? Answered by "row-start". */
  | {
      readonly kind: "find-row-start";
      readonly format: CollectionSummary["format"];
      readonly header: Uint8Array;
      readonly piece: Uint8Array;
    }
  /** Begins a stream. Not answered. `pace` says when windows are sent: as soon as the stream passed them, or for lack of room. */
  | {
      readonly kind: "start";
      readonly format: CollectionSummary["format"];
      readonly limits: readonly LimitRule[];
      readonly pace: "live" | "file";
      /** A range of a file: the header first, then bytes from `from` on; rows from `to` on are left alone (null = to the end). */
      readonly range: { readonly header: Uint8Array; readonly from: number; readonly to: number | null } | null;
    }
  /** Bytes of the stream. Answered by "taken". */
  | { readonly kind: "chunk"; readonly bytes: Uint8Array }
  /** No more bytes. Answered by "ended", after the last "windows". */
  | { readonly kind: "end" };

export type CollectorReply =
  | { readonly kind: "recognised"; readonly format: CollectionSummary["format"] | null; readonly headerBytes: number }
  | { readonly kind: "row-start"; readonly offset: number | null }
  /** The buffer comes back to be filled again. `full`: the range's end was reached. */
  | { readonly kind: "taken"; readonly bytes: Uint8Array; readonly full: boolean }
  /** Encoded windows, sent unasked. */
  | { readonly kind: "windows"; readonly frames: Uint8Array }
  | { readonly kind: "ended"; readonly summary: CollectionSummary; readonly stoppedAt: number | null };
