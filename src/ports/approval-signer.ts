/** This machine's own key for approvals, made when first needed, and the check of anybody's signature (Ed25519, RFC 8032). */
export interface ApprovalSigner {
  /** "ed25519:BASE64" of the SPKI form. */
  publicKey(): Promise<string>;
  /** Signature in Base64 over the UTF-8 bytes of the text. */
  sign(text: string): Promise<string>;
  /** False for anything that is no valid signature by a valid key. */
  verify(publicKey: string, text: string, signature: string): boolean;
}
