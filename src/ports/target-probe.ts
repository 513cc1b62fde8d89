/** Looks whether somebody listens, before load is sent. Sends no request. */
export interface TargetProbe {
  /**
   * Opens and closes one connection (with TLS handshake for https) to `address` on the URL's port.
   * Resolves to null when that worked, else to one sentence that says what failed.
   */
  reach(url: string, address: string, options: { readonly caFile: string | null }): Promise<string | null>;

  /** GET of a path on the URL's server at `address`: status and body (64 kB at most), or one sentence that says what failed. No redirects, no proxy. */
  get(
    url: string,
    path: string,
    address: string,
    options: { readonly caFile: string | null },
  ): Promise<{ readonly status: number; readonly body: string } | string>;
}
