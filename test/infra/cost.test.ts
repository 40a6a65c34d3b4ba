import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOf, floorBill, sumOf, total, WEBHOOK_FLOOR } from '../../infra/bench/cost-model';
import { costTables } from '../../infra/bench/cost-tables';
import { standingOf } from '../../infra/bench/standing';
import { synthesizedStack } from '../fixtures/synthesized-stack';

const NOTHING = { write: 0, read: 0, calls: 0, requests: 0, invocations: 0, signals: 0, stripe: 0 };

describe('what it costs', () => {
  it('is what docs/cost.md says, of what was measured and of what the template has standing', async () => {
    const { template } = await synthesizedStack();
    const page = readFileSync(join(__dirname, '../../docs/cost.md'), 'utf8');
    expect(page).toContain(costTables(standingOf(template.toJSON())));
  }, 120_000);

  it('is nothing for nothing, and grows with what is used', () => {
    expect(total(billOf(NOTHING, 1_000))).toBe(0);
    expect(billOf({ ...NOTHING, write: 8 }, 1_000_000)['table, writes']).toBeCloseTo(5);
    expect(total(floorBill(WEBHOOK_FLOOR, 2))).toBeCloseTo(2 * total(floorBill(WEBHOOK_FLOOR, 1)));
    expect(sumOf([{ a: 1 }, { a: 2, b: 3 }])).toEqual({ a: 3, b: 3 });
  });
});
