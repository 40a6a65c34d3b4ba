/** An item of a table, as it is kept. */
export interface KeptItem {
  pk: string;
  sk: string;
  [attribute: string]: unknown;
}

/** The table that a backup was restored to. */
export interface RestoredTable {
  /** How many items it has, about. */
  size(): Promise<number>;
  items(): AsyncIterable<KeptItem>;
}

/** The empty table of a stack that takes them. */
export interface EmptyTable {
  /** Whether it holds anything that is not of its own making, such as runs of commands. */
  hasRecords(): Promise<boolean>;
  /** What is being restored into it, or was; null if nothing ever was. */
  restoring(): Promise<string | null>;
  /** Pauses charging and refunding, and notes what is being restored. */
  begin(from: string, at: Date): Promise<void>;
  /** False if it is there already. */
  insert(item: KeptItem): Promise<boolean>;
}

/** A payment at Stripe that a charge of ours made. */
export interface OwnPayment {
  /** `pi_…`. */
  id: string;
  /** `schg_…`. */
  chargeId: string;
  amount: number;
  currency: string;
  status: string;
}
