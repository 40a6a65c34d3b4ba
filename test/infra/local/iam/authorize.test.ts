import { createAuthorize } from '../../../../infra/local/iam/authorize';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/t';
const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
const rule = 'arn:aws:events:us-east-1:000000000000:rule/r';
const role = (...statements: object[]) => ({
  arn: 'arn:aws:sts::000000000000:assumed-role/role/f',
  policies: [{ name: 'p', policy: { Version: '2012-10-17', Statement: statements } }],
});
const queuePolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    },
  ],
};
const authorize = createAuthorize('000000000000', (resource) =>
  resource === queue ? queuePolicy : undefined,
);

it('allows what a role’s policies allow, and nothing else', async () => {
  const caller = role({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table });
  expect(await authorize(caller, { action: 'dynamodb:PutItem', resource: table })).toBe(true);
  expect(await authorize(caller, { action: 'dynamodb:GetItem', resource: table })).toBe(false);
  expect(await authorize(caller, { action: 'dynamodb:PutItem', resource: `${table}2` })).toBe(false);
});

it('follows a queue’s policy for a rule', async () => {
  const permission = { action: 'sqs:SendMessage', resource: queue };
  expect(await authorize({ service: 'events.amazonaws.com', sourceArn: rule }, permission)).toBe(true);
  expect(await authorize({ service: 'events.amazonaws.com', sourceArn: `${rule}2` }, permission)).toBe(false);
});

it('refuses a condition key that no local request carries, by name', async () => {
  const condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
  const caller = {
    ...role({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition }),
    arn: 'arn:aws:sts::000000000000:assumed-role/other/f',
  };
  await expect(authorize(caller, { action: 'dynamodb:PutItem', resource: table })).rejects.toThrow(
    'aws:RequestedRegion',
  );
});
