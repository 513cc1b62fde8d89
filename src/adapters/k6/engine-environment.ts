/** Loopback's discard port: what asks this proxy gets nothing. k6 itself does not use proxies for loopback addresses. */
const deadProxy = "http://127.0.0.1:9";

/**
 * All that k6 sees of our environment: nothing, as scripts can read it and proxies would lead around the address block.
 * `home` is an empty private folder, so that no configuration of the user takes part.
 */
export function engineEnvironment(home: string): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: home,
    K6_NO_USAGE_REPORT: "true",
    // Otherwise an unknown import asks a build service for another binary and runs that.
    K6_AUTO_EXTENSION_RESOLUTION: "false",
  };
}

/** For `archive` and `inspect`, which evaluate the script: remote imports fail at once. */
export function offlineEnvironment(home: string): Record<string, string> {
  return { ...engineEnvironment(home), HTTP_PROXY: deadProxy, HTTPS_PROXY: deadProxy };
}
