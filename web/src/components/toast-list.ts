import { toApiProblem } from "../api/api-problem.ts";
import type { Tone } from "./status-badge.tsx";

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text: string | null;
  readonly tone: Tone;
}

/** How long one stays; problems stay until somebody takes them away. */
const shownForMs = 6_000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

export const currentToasts = (): readonly Toast[] => toasts;

export function onToastsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says that something was done. */
export function showToast({ title, text, tone = "pass" }: { title: string; text?: string; tone?: Tone }): void {
  const toast: Toast = { id: nextId++, title, text: text ?? null, tone };
  change([...toasts.slice(-4), toast]);
  if (tone !== "fail") setTimeout(() => closeToast(toast.id), shownForMs);
}

/** Says why something was not done, for mutations: `onError: showProblem`. */
export function showProblem(error: unknown): void {
  const { detail, remedy } = toApiProblem(error);
  showToast({ title: detail, text: remedy, tone: "fail" });
}

export function closeToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
