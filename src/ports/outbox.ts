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

/** A durable queue for each sink: in order, nothing lost over a restart, safe with several processes. */
export interface Outbox {
  /** Puts messages behind all earlier ones of their sinks. One whose id is known already is not put again. */
  put(messages: readonly OutboxMessage[]): Promise<void>;
  /**
   * Leases the oldest message of every sink, when its time has come and no living lease holds the sink: nobody else gets a message of
   * that sink before `settle` or the end of the lease.
   */
  lease(now: number, leaseMs: number): Promise<readonly PendingMessage[]>;
  /** `failed` null: delivered. Otherwise it stays first in its sink until `retryAt`, or is given up, which is kept. */
  settle(id: string, failed: { readonly why: string; readonly retryAt: number | "never" } | null): Promise<void>;
  pending(): Promise<readonly PendingMessage[]>;
  givenUp(): Promise<readonly (OutboxMessage & { readonly why: string })[]>;
}

/** Where messages of a kind go. */
export interface Sink {
  /** Resolves when the receiver has it. Throws DeliveryFailed, with `lasting` when trying again is useless. */
  deliver(message: OutboxMessage): Promise<void>;
}

/** A sink for a name, or null when this machine knows none of that name any more. */
export type Sinks = (name: string) => Sink | null;

export class DeliveryFailed extends Error {
  override readonly name = "DeliveryFailed";
  readonly lasting: boolean;

  constructor(message: string, options: ErrorOptions & { lasting: boolean }) {
    super(message, options);
    this.lasting = options.lasting;
  }
}
