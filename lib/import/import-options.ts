/** How an import is to read what its rows leave open. */
export interface ImportOptions {
  /** The stack's mode, for rows that do not show their own. */
  livemode: boolean;
  /** Which owner a user is, by the user's key; null: the key itself is the owner. */
  owners: ReadonlyMap<string, string> | null;
  /** Of times without an offset; null if there are none. */
  timeZone: string | null;
}
