import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** Discounts: made and deleted by operators, looked up by users. */
export class Coupons extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;

    const operate = functions
      .make('operate-coupons', {
        description: 'makes, changes and deletes coupons',
        environment: environmentOf('operate-coupons', foundation),
      })
      .allow(
        [
          'dynamodb:BatchGetItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DeleteItem',
        ],
        records.arn,
      )
      .allow(['dynamodb:Query'], ...records.indexArns('gsi2', 'gsi4'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('operate-coupons', operate);

    const get = functions
      .make('get-coupon', {
        description: 'shows a coupon',
        environment: environmentOf('get-coupon', foundation),
      })
      .allow(['dynamodb:GetItem'], records.arn);
    api.serve('get-coupon', get);
  }
}
