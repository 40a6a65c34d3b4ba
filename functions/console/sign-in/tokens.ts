/** What a sign-in gave. */
export interface Tokens {
  access: string;
  refresh: string | null;
  /** Milliseconds since the epoch. */
  expires: number;
  /** Null if the issuer does not say. */
  scopes: readonly string[] | null;
}
