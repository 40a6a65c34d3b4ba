import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { ReleasePorts } from '../charge/release-held';
import type { Table } from './client';
import { claimKey } from './keys';

const Claim = v.object({ charge: v.string() });

/** One conditional put, so that of charges released at the same time one alone gets the payment. */
export function claimPayment(table: Table): ReleasePorts['claimPayment'] {
  return async (stripeChargeId, chargeId) => {
    try {
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...claimKey(stripeChargeId), charge: chargeId },
          ConditionExpression: 'attribute_not_exists(pk) OR charge = :charge',
          ExpressionAttributeValues: { ':charge': chargeId },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return chargeId;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      return v.parse(Claim, unmarshall(error.Item)).charge;
    }
  };
}
