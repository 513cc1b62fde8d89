/** Where the secrets of a plan come from. */
export interface SecretSource {
  /**
   * Value of an environment variable or of a file beside the plan. null: there is none.
   * Throws PA_SECRET_FORBIDDEN where the source may not hand it out to this plan.
   */
  read(source: { readonly env: string } | { readonly file: string }, planFile: string): Promise<string | null>;
}
