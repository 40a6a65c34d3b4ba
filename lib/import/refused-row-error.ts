/** A row that cannot be taken, and why, in words that name no person. The rows around it are none the worse. */
export class RefusedRowError extends Error {
  override readonly name = 'RefusedRowError';
}
