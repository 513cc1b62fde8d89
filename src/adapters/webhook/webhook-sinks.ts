import type { Policy } from "../../contract/policy.ts";
import { DeliveryFailed, webhookSinkName, type OutboxMessage, type Sink, type Sinks } from "../../ports/outbox.ts";
import type { Clock, NameResolver } from "../../ports/system.ts";
import { chooseAddress } from "./choose-address.ts";
import { postMessage, type Answer } from "./post-message.ts";
import { readRetryAfter } from "./read-retry-after.ts";
import { keyOfSecret, signWebhook } from "./sign-webhook.ts";

type Webhook = Pick<Policy["notify"]["webhooks"][number], "url" | "secretEnv">;

export interface WebhookSurroundings {
  readonly clock: Clock;
  readonly resolver: NameResolver;
  /** The value of an environment variable. */
  readonly secret: (name: string) => string | undefined;
  /** Whether the URL's name may resolve to a private address; default: no. */
  readonly privateAllowed?: (url: string) => boolean;
  /** From asking for the address to the answer; default 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
/** Of the refusals (4xx) those that say "later": timeout, too early, too many. */
const passingRefusals: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Webhooks as sinks, named `webhook:URL`: each message is one POST with the headers of Standard Webhooks (id, time, signature by HMAC-SHA256).
 * 2xx is success. Other refusals than 408, 425 and 429 are lasting; everything else is tried again.
 */
export function webhookSinks(webhooks: readonly Webhook[], surroundings: WebhookSurroundings): Sinks {
  const sinks = new Map(webhooks.map((webhook) => [webhookSinkName(webhook.url), toSink(webhook, surroundings)]));
  return (name) => sinks.get(name) ?? null;
}

function toSink({ url: text, secretEnv }: Webhook, surroundings: WebhookSurroundings): Sink {
  const { clock, resolver, secret, privateAllowed = () => false, timeoutMs = defaultTimeoutMs } = surroundings;
  return {
    async deliver(message, signal) {
      const url = readUrl(text);
      const headers = headersOf(message, clock.now(), keyFor(secretEnv, secret));
      const timeout = AbortSignal.timeout(timeoutMs);
      const ended = AbortSignal.any([signal, timeout]);
      let answer: Answer;
      try {
        const address = await orAborted(chooseAddress(url.hostname, resolver, privateAllowed(text)), ended);
        answer = await postMessage(url, address, headers, message.body, ended);
      } catch (error) {
        if (error instanceof DeliveryFailed) throw error;
        // The path may be a secret: errors name the host alone.
        const why = timeout.aborted ? `did not answer within ${timeoutMs / 1000} s` : whyOf(error);
        throw new DeliveryFailed(`${url.host}: ${why}`, { lasting: false, cause: error });
      }
      judge(url.host, answer, clock.now());
    },
  };
}

function judge(host: string, { status, retryAfter }: Answer, now: number): void {
  if (status >= 200 && status < 300) return;
  const redirected = status >= 300 && status < 400 ? ", and redirects are not followed" : "";
  throw new DeliveryFailed(`${host} answered ${status}${redirected}`, {
    lasting: status >= 400 && status < 500 && !passingRefusals.has(status),
    retryAfterMs: readRetryAfter(retryAfter, now),
  });
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url !== null &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.password === ""
  )
    return url;
  throw new DeliveryFailed("the URL of the webhook is no http(s) URL without a user name", { lasting: true });
}

/** A secret that is missing here may be there on the next start: nothing goes out unsigned, and nothing is given up. */
function keyFor(name: string | null, secret: WebhookSurroundings["secret"]): Uint8Array | null {
  if (name === null) return null;
  const key = keyOfSecret(secret(name) ?? "");
  if (key !== null) return key;
  throw new DeliveryFailed(`the environment variable ${name} holds no secret to sign with`, { lasting: false });
}

function headersOf(message: OutboxMessage, now: number, key: Uint8Array | null): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  return {
    "content-type": "application/json",
    "user-agent": "perf-agent",
    "webhook-id": message.id,
    "webhook-timestamp": String(timestamp),
    ...(key !== null && { "webhook-signature": signWebhook(key, { id: message.id, timestamp, body: message.body }) }),
  };
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError") return "was cut off before it answered";
  if ("code" in error && error.code === "ECONNREFUSED") return "nothing listens there (connection refused)";
  return error.message;
}

/** Names are asked for by the system, which cannot be told to stop: its answer is then left alone. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
