/** Something to be told to somebody outside, kept until it was. */
export interface OutboxMessage {
  /** The receiver's means to know a repetition: a message may arrive twice when we die between its delivery and its record, never under another id. */
  readonly id: string;
  /** Name of the sink, such as "webhook:https://…". */
  readonly sink: string;
  readonly createdAt: number;
  /** JSON text, delivered as it is. */
  readonly body: string;
}

export interface PendingMessage extends OutboxMessage {
  /** Deliveries that failed so far. */
  readonly failures: number;
  /** Epoch ms before which it is not tried again. */
  readonly notBefore: number;
}

export interface LeasedMessage extends PendingMessage {
  /** Epoch ms. Also tells this lease from a later one of the same message. */
  readonly leasedUntil: number;
}

export interface GivenUpMessage extends OutboxMessage {
  readonly why: string;
}

export interface FailedDelivery {
  readonly why: string;
  /** Epoch ms; "never": it is given up. */
  readonly retryAt: number | "never";
}

/** A durable queue for each sink: in order, nothing lost over a restart, safe with several processes. */
export interface Outbox {
  /** Puts messages behind all earlier ones of their sinks, all or none. One whose id was put in the last 7 days is not put again, delivered or not. */
  put(messages: readonly OutboxMessage[]): Promise<void>;
  /**
   * Leases the oldest message of every sink that is `wanted`, when its time has come and no living lease holds the sink: nobody else gets
   * a message of that sink before `settle` or the end of the lease. At most one message a sink.
   */
  lease(request: {
    readonly now: number;
    readonly leaseMs: number;
    readonly wanted: (sink: string) => boolean;
  }): Promise<readonly LeasedMessage[]>;
  /**
   * `failed` null: delivered, which holds even after the lease. A failure counts while the lease is ours: the message stays first in its
   * sink until `retryAt`, or is given up, which is kept.
   */
  settle(message: LeasedMessage, failed: FailedDelivery | null): Promise<void>;
  /** Oldest first. */
  pending(): Promise<readonly PendingMessage[]>;
  /** Oldest first. */
  givenUp(): Promise<readonly GivenUpMessage[]>;
}

/** Where messages of a kind go. */
export interface Sink {
  /**
   * Resolves when the receiver has it. Throws DeliveryFailed, with `lasting` when trying again is useless.
   * When `signal` fires it gives up soon; whether the receiver has the message is then unknown.
   */
  deliver(message: OutboxMessage, signal: AbortSignal): Promise<void>;
}

/** A sink for a name, or null when this machine knows none of that name now: its messages then wait. */
export type Sinks = (name: string) => Sink | null;

export class DeliveryFailed extends Error {
  override readonly name = "DeliveryFailed";
  readonly lasting: boolean;
  /** How long the receiver wants to be left alone; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, options: ErrorOptions & { lasting: boolean; retryAfterMs?: number | null }) {
    super(message, options);
    this.lasting = options.lasting;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** The sink of a webhook: what delivers and what puts messages must agree on it. */
export function webhookSinkName(url: string): string {
  return `webhook:${url}`;
}

/** The URL that a sink's name stands for; null when it is no webhook. */
export function webhookUrlOf(sink: string): string | null {
  return sink.startsWith("webhook:") ? sink.slice("webhook:".length) : null;
}
