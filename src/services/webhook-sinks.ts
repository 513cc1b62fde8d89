/** Name in the outbox of the sink that posts to a URL. */
export function webhookSinkName(url: string): string {
  return `webhook:${url}`;
}

/** The URL that a sink's name stands for; null when it is no webhook. */
export function webhookUrlOf(sink: string): string | null {
  return sink.startsWith("webhook:") ? sink.slice("webhook:".length) : null;
}
