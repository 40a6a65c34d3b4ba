/** An item of the table as it is stored. */
export type Item = Record<string, unknown> & { kind?: string; id?: string; gsi5pk?: string; gsi6pk?: string };
