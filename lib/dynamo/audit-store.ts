import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Page } from '../operation/ports';
import type { AuditEntry, AuditStore } from '../runtime/http/audited';
import type { Table } from './client';
import { auditKey, auditOfPk, position, shardOf, shardPks } from './keys';
import { pageOf } from './page-of';

/** The table drops an entry after this long: over a year, and the month in which somebody asks about it. */
const KEPT_SECONDS = 400 * 24 * 3600;

const AuditItem = v.object({
  id: v.string(),
  created: v.string(),
  by: v.string(),
  route: v.string(),
  record: v.nullable(v.string()),
  status: v.nullable(v.number()),
});

export function auditStore(table: Table): AuditStore {
  return {
    begin: async (entry) => {
      await table.client.send(new PutCommand({ TableName: table.name, Item: itemOf(entry) }));
    },
    end: async (entry) => {
      const { gsi7pk, gsi7sk } = placeOf(entry);
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: auditKey(entry.id),
          UpdateExpression: `SET #status = :status, #record = :record${
            gsi7pk === undefined ? '' : ', gsi7pk = :pk, gsi7sk = :sk'
          }`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#status': 'status', '#record': 'record' },
          ExpressionAttributeValues: {
            ':status': entry.status,
            ':record': entry.record,
            ...(gsi7pk !== undefined && { ':pk': gsi7pk, ':sk': gsi7sk }),
          },
        }),
      );
    },
  };
}

function itemOf(entry: AuditEntry): Record<string, unknown> {
  return {
    ...auditKey(entry.id),
    ...entry,
    gsi4pk: shardOf('audit', entry.id),
    gsi4sk: position(entry.created, entry.id),
    ...placeOf(entry),
    expires_at: Math.floor(Date.parse(entry.created) / 1000) + KEPT_SECONDS,
  };
}

/** Its place among the entries about its record. */
function placeOf({ id, created, record }: AuditEntry): { gsi7pk?: string; gsi7sk?: string } {
  return record === null ? {} : { gsi7pk: auditOfPk(record), gsi7sk: position(created, id) };
}

/** What operators asked for, newest first: all, or about one record. */
export function auditList(table: Table) {
  return {
    page: (record: string | null, after: string | null, limit: number): Promise<Page<AuditEntry>> =>
      pageOf(
        table,
        {
          source:
            record === null
              ? { index: 'gsi4', pks: shardPks('audit') }
              : { index: 'gsi7', pks: [auditOfPk(record)] },
          attributes: Object.keys(AuditItem.entries),
          fromItem: (item) => v.parse(AuditItem, item),
          matches: () => true,
        },
        after,
        limit,
      ),
  };
}
