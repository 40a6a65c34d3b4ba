import type { Chance } from './chance';
import type { World } from './world';

const OPERATIONS = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:TransactWriteItems',
  'events:PutEvents',
  'secretsmanager:GetSecretValue',
  'sqs:SendMessage',
];
const WHEN = ['before', 'after'] as const;

/** Where a fault hits Stripe: nothing that leaves a request's outcome open for the day that only a clock can bring. */
const STRIPE_FAULTS = [
  { status: 429, times: 3, when: 'before' },
  { status: 429, times: 3, when: 'before' },
  { status: 500, times: 1, when: 'after', method: 'POST' },
  { status: 503, times: 2, when: 'before', method: 'GET' },
  { disconnect: true, times: 1, when: 'before' },
  { disconnect: true, times: 1, when: 'after' },
  { delay_ms: 400, times: 5, when: 'before' },
];

/** Lets one thing go wrong: a function dies over a call, a service fails or has no capacity, Stripe does. */
export async function doHarm(world: World, chance: Chance): Promise<string> {
  const operation = chance.oneOf(OPERATIONS);
  const when = chance.oneOf(WHEN);
  switch (chance.oneOf(['kill', 'kill', 'error', 'throttle', 'stripe', 'stripe'] as const)) {
    case 'kill':
      await world.local('POST', 'faults', { operation, when, action: 'kill' });
      return 'functions killed';
    case 'error':
      await world.local('POST', 'faults', { operation, when, action: 'error', times: 2 });
      return 'AWS failed';
    case 'throttle':
      await world.local('POST', 'faults', {
        service: 'dynamodb',
        action: 'throttle',
        times: 1 + chance.upTo(6),
      });
      return 'DynamoDB throttled';
    case 'stripe':
      await world.offline('POST', 'faults', chance.oneOf(STRIPE_FAULTS));
      return 'Stripe failed';
  }
}
