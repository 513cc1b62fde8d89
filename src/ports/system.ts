/** Time. Epoch milliseconds and a clock that never steps. */
export interface Clock {
  now(): number;
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The process around us: the only way to arguments, environment, terminal and exit. */
export interface System {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What runs us, such as "Node.js 24.21.0 on linux x64". */
  readonly runtime: string;
  readonly cwd: string;
  readonly homeDirectory: string;
  readonly stdout: { write(text: string): void; readonly isTerminal: boolean; readonly columns: number };
  readonly stderr: { write(text: string): void; readonly isTerminal: boolean; readonly columns: number };
  /** 16 hexadecimal digits of randomness, for run ids. */
  randomHex(digits: number): string;
  /** Calls back on the first and each later interrupt (SIGINT, SIGTERM); returns how to stop listening. */
  onInterrupt(listener: (signal: "SIGINT" | "SIGTERM") => void): () => void;
}

/** Resolves host names once, before a run. */
export interface NameResolver {
  /** All addresses of the name, IPv4 and IPv6, or an empty list when it does not resolve. Literals resolve to themselves. */
  resolve(host: string): Promise<readonly string[]>;
}
