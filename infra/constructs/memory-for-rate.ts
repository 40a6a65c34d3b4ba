/** Lambda gives one whole processor with so much: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const ONE_CPU_MB = 1_769;
const USUAL_MB = 512;
/** Of a processor, for a record that is worked on with Stripe: `npm run bench:commands`, docs/performance.md. */
const CPU_SECONDS = 0.01;

/** Megabytes with which a function works on so many records a second: with less it would not use the rate that it is granted. */
export function memoryForRate(perSecond: number): number {
  return Math.min(ONE_CPU_MB, Math.max(USUAL_MB, Math.ceil(perSecond * CPU_SECONDS * ONE_CPU_MB)));
}
