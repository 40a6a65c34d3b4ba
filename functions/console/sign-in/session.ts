/** Whoever is signed in. Tokens live in it, in memory, and nowhere else. */
export interface Session {
  /** A token that is valid now. @throws if the sign-in has ended */
  token(): Promise<string>;
  /** Tells that the API no longer takes the token. */
  ended(): void;
  signOut(): void;
}
