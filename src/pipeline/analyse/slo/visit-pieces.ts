import type { Piece } from "../track.ts";

/** Calls back for each piece with its second, counted from the start of the judged part; the same ones each time. */
export type VisitPieces = (visit: (second: number, piece: Piece) => void) => void;
