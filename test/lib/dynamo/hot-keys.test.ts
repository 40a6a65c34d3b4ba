import { hotKeys } from '../../../infra/bench/hot-keys';

describe('keys of webhooks', () => {
  it('give no partition more than half of what it takes, at a thousand webhooks a second', () => {
    const [busiest] = Object.values(hotKeys([1_000]));
    expect(busiest?.['writes a second']).toBeLessThan(500);
  });
});
