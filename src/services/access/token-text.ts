import type { Agent } from "../agent.ts";

/** Begins every API token, so that scanners of secrets find one that was left lying about. */
const prefix = "pa_";
/** 256 bits: no list of guesses helps against their plain hash. */
const digits = 64;
/** What somebody chooses themselves must be as hard to guess as a good password manager makes it. */
export const shortestChosenToken = 24;

/** A new token. It is shown once; what is kept is its hash. */
export function makeToken({ system }: Pick<Agent, "system">): string {
  return `${prefix}${system.randomHex(digits)}`;
}

/** True for what can stand behind `Bearer` (RFC 6750) and is no longer than anything that is issued to us. */
export function isTokenText(text: string): boolean {
  return text.length <= 8192 && /^[A-Za-z0-9._~+/-]+=*$/u.test(text);
}
