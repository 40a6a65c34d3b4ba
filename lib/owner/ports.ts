import type { Charge } from '../charge/charge';
import type { Due } from '../command/command';
import type { Customer } from '../customer/customer';
import type { HistoryEntry } from '../history/history';
import type { RecordHome } from '../operation/course';
import type { Subscription } from '../subscription/subscription';
import type { WebhookStore } from '../webhook/ports';

export type HistoryKind = 'customer' | 'charge' | 'subscription';

/** Everything that is kept under an owner's name. */
export interface OwnersRecords {
  /** Consistent. */
  customers(owner: string): AsyncIterable<Customer>;
  /** Found through an index that may lag a little, then read consistently. */
  charges(owner: string): AsyncIterable<Charge>;
  subscriptions(owner: string): AsyncIterable<Subscription>;
}

export interface OwnerPorts {
  records: OwnersRecords;
  webhooks: Pick<WebhookStore, 'find' | 'dropBody'>;
  /** All webhooks that have their text: finished, failed, and yet to be parsed. */
  withText(): AsyncIterable<Due>;
  now(): number;
}

export interface ErasePorts extends OwnerPorts {
  customers: Pick<RecordHome<Customer>, 'reload' | 'save'> & {
    /** Puts the record under another owner, in one transaction; false if it is not as it was read. */
    move(customer: Customer, owner: string): Promise<boolean>;
  };
  charges: Pick<RecordHome<Charge>, 'reload' | 'save'>;
  subscriptions: Pick<RecordHome<Subscription>, 'reload' | 'save'>;
  /** A name for the erased owner that nothing leads back from. */
  pseudonym(): string;
}

export interface ExportPorts extends OwnerPorts {
  /** What is kept of what happened to a record, oldest first. Consistent. */
  historyOf(kind: HistoryKind, record: { owner: string; id: string }): Promise<HistoryEntry[]>;
  /** Keeps the document where only its reader finds it. @returns where that is */
  keep(json: string): Promise<string>;
}
