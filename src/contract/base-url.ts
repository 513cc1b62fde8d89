/**
 * True for what may stand before the paths of a plan: http or https, a host, perhaps a port and a path. No user, query or fragment, not even
 * an empty one: what follows would be read as part of it. No escapes, spaces or control characters in the host.
 */
export function isBaseUrl(text: string): boolean {
  return (
    /^https?:\/\/(?:\[[\da-f:.]+\]|[^\s/?#@\\%[\]:\p{Cc}]+)(?::\d{1,5})?(?:\/[^\s?#\\\p{Cc}]*)?$/iu.test(text) &&
    URL.canParse(text)
  );
}
