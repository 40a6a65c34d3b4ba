import { memoryForRate } from '../../infra/constructs/memory-for-rate';

describe('memoryForRate', () => {
  it.each([
    [5, 512],
    [25, 512],
    [50, 885],
    [100, 1_769],
    [500, 1_769],
  ])('gives %d records a second %d MB', (perSecond, mb) => {
    expect(memoryForRate(perSecond)).toBe(mb);
  });
});
