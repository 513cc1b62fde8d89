/** The pages that are always one step away. */
export interface Destination {
  readonly href: string;
  readonly label: string;
  /** What is typed to go there. */
  readonly keys: string;
}

export const destinations: readonly Destination[] = [
  { href: "/plans", label: "Plans", keys: "g p" },
  { href: "/runs", label: "Runs", keys: "g r" },
  { href: "/history", label: "History", keys: "g h" },
  { href: "/compare", label: "Compare", keys: "g c" },
  { href: "/portfolio", label: "Portfolio", keys: "g o" },
  { href: "/settings", label: "Settings", keys: "g s" },
];

/** Whether a path lies at or below a destination. */
export function isAt(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
