import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';
import { operatorFunction } from './operator-function';

/** Discounts: made and deleted by operators, looked up by users. */
export class Coupons extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;
    const description = 'makes, changes and deletes coupons';
    operatorFunction('operate-coupons', description, foundation, 'gsi2', 'gsi4')
      // A coupon that Stripe refuses leaves no record.
      .allow(['dynamodb:DeleteItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);

    const get = functions
      .make('get-coupon', {
        description: 'shows a coupon',
        environment: environmentOf('get-coupon', foundation),
      })
      .allow(['dynamodb:GetItem'], records.arn);
    api.serve('get-coupon', get);
  }
}
