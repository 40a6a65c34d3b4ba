/** What a list is narrowed by, by the names of its filters. */
export type Chosen = Readonly<Record<string, string>>;
