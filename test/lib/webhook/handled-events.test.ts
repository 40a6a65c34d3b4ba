import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventHandlers } from '../../../functions/composition/event-handlers';
import { openTable } from '../../../lib/dynamo/client';
import { HANDLED_EVENTS } from '../../../lib/webhook/handled-events';
import { eventName } from '../../../lib/webhook/webhook';

/** All types that an endpoint can be subscribed to, as the SDK names them; they are types only, so read as text. */
function typesOfSdk(): string[] {
  const sdk = join(__dirname, '../../../node_modules/stripe/cjs/resources/WebhookEndpoints.d.ts');
  const text = readFileSync(sdk, 'utf8');
  const [, union = ''] = /type EnabledEvent =([^;]+);/.exec(text) ?? [];
  return [...union.matchAll(/'([^']+)'/g)].map(([, type = '']) => type);
}

describe('HANDLED_EVENTS', () => {
  it('are all that Stripe knows of the models that have a handler', () => {
    const unused = {
      client: () => Promise.reject(new Error()),
      requests: { send: () => Promise.reject(new Error()) },
    };
    const models = Object.keys(eventHandlers(openTable('records'), unused));
    const handled = typesOfSdk().filter((type) => models.includes(eventName(type).model ?? ''));
    expect(handled.length).toBeGreaterThan(50);
    expect(HANDLED_EVENTS).toEqual(handled.sort());
  });
});
