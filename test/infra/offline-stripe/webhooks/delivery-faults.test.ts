import { seededChance } from '../../../../infra/offline-stripe/webhooks/delivery-faults';

describe('chances', () => {
  it('repeat with their seed and lie between 0 and 1', () => {
    const draw = (seed: number) => {
      const chance = seededChance(seed);
      return Array.from({ length: 100 }, () => chance());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7).every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
