/** The most of the times that lie in any stretch of so many milliseconds, whenever it begins. */
export function mostWithin(times: number[], ms: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  let end = 0;
  for (const [i, from] of sorted.entries()) {
    while (end < sorted.length && (sorted[end] ?? 0) < from + ms) end += 1;
    most = Math.max(most, end - i);
  }
  return most;
}
