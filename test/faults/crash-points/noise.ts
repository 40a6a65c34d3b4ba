/** What compresses so badly, and is so much, that it fits no item. */
export function noise(): string[] {
  return Array.from({ length: 120_000 }, (_, i) => ((i * 2_654_435_761) % 4_294_967_296).toString(36));
}
