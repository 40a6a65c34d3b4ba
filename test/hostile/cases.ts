import fc from 'fast-check';

/** How many cases are tried in all: two thousand every day, far more with `npm run test:fuzz`. */
const CASES = Number(process.env['HOSTILE_CASES'] ?? 800);

export const MANY_MINUTES = 3_600_000;

/** Tries its share of the cases. A failure names seed and path; `HOSTILE_SEED` runs the same ones again. */
export async function tryCases<T>(
  share: number,
  arbitrary: fc.Arbitrary<T>,
  attempt: (value: T) => Promise<void>,
): Promise<void> {
  const seed = process.env['HOSTILE_SEED'];
  await fc.assert(fc.asyncProperty(arbitrary, attempt), {
    numRuns: Math.ceil(CASES * share),
    ...(seed !== undefined && { seed: Number(seed) }),
  });
}
