import { type BenchStack, benchStack } from '../../infra/bench/bench-stack';
import { everydayWork, measureWork, usageOf } from '../../infra/bench/everyday-work';

jest.setTimeout(120_000);

const WEBHOOKS = 5;

/** What docs/performance.md and the head of lib/dynamo/keys.ts say, on the product's own template. */
describe('request units', () => {
  let stack: BenchStack;
  beforeAll(async () => {
    stack = await benchStack();
  });
  afterAll(() => stack.stop());

  it('of a webhook of 3.6 KB are four to accept and nine in all, and two for one that is known', async () => {
    const works = everydayWork(stack, { webhooks: WEBHOOKS, records: 1 }).slice(0, 2);
    const [accepted, again] = await measureWork(stack, works);
    if (!accepted || !again) throw new Error('Nothing was measured.');
    const each = [...accepted.units].map(([name, units]) => [name, units / WEBHOOKS]);
    expect(Object.fromEntries(each)).toEqual({
      // Accepted: the item, newest first, not yet parsed.
      PutItem: 2,
      'PutItem gsi4': 1,
      'PutItem gsi5': 1,
      // Parsed: read once, written once, no longer unparsed, its raw data may be expired some day.
      GetItem: 1,
      UpdateItem: 2,
      'UpdateItem gsi5': 1,
      'UpdateItem gsi6': 1,
    });
    expect(usageOf(again)).toMatchObject({ write: 2, read: 0, signals: 0 });
  });
});
