import fc from 'fast-check';
import { isDeeperThan } from '../../../lib/webhook/nesting';

/** By parsing, for values that are shallow enough for it. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('isDeeperThan', () => {
  it('says of any JSON what parsing it would say', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8 }),
        fc.nat({ max: 8 }),
        fc.nat({ max: 2 }),
        (value, limit, indent) => {
          const json = JSON.stringify(value, null, indent);
          expect(isDeeperThan(limit, json)).toBe(depthOf(JSON.parse(json)) > limit);
        },
      ),
    );
  });

  it.each(['"[[["', '{"{[\\"[{":"\\\\"}', '["\\"[",[],[],{}]'])(
    'counts no brackets inside the texts of %s',
    (json) => {
      expect(isDeeperThan(2, json)).toBe(false);
    },
  );

  it('reads what is too deep to be parsed and written again', () => {
    const json = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    expect([isDeeperThan(399_999, json), isDeeperThan(400_000, json)]).toEqual([true, false]);
  });
});
