import { DeliveryFailed, type OutboxMessage, type Sink } from "../../ports/outbox.ts";
import type { Clock } from "../../ports/system.ts";

/**
 * Tries once; resolves with null or what failed. A sink that takes longer than `limitMs`, or is under way when `ended` fires, is left:
 * the receiver may have the message then. Whatever else a sink throws fails the message for now only: it says nothing of the receiver.
 */
export async function attemptDelivery(
  sink: Sink,
  message: OutboxMessage,
  clock: Clock,
  { limitMs, ended }: { readonly limitMs: number; readonly ended: AbortSignal },
): Promise<DeliveryFailed | null> {
  const cutOff = "was cut off before the receiver answered";
  if (ended.aborted) return new DeliveryFailed(cutOff, { lasting: false });
  const left = new AbortController();
  const settled = new AbortController();
  const leaving = new Promise<DeliveryFailed>((resolve) => {
    const leave = (why: string): void => {
      resolve(new DeliveryFailed(why, { lasting: false }));
      left.abort();
    };
    ended.addEventListener("abort", () => leave(cutOff), { once: true, signal: settled.signal });
    void clock.sleep(limitMs, settled.signal).then(() => leave(`took longer than ${limitMs / 1000} s`));
  });
  try {
    return await Promise.race([sink.deliver(message, left.signal).then(() => null), leaving]);
  } catch (error) {
    if (error instanceof DeliveryFailed) return error;
    const why = error instanceof Error ? error.message : String(error);
    return new DeliveryFailed(why, { lasting: false, cause: error });
  } finally {
    settled.abort();
  }
}
