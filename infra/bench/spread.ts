export interface Spread {
  median: number;
  /** First and third quartile. */
  low: number;
  high: number;
}

/** @throws RangeError for no values */
export function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.round(share * (sorted.length - 1))];
    if (value === undefined) throw new RangeError('There are no values.');
    return value;
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}
