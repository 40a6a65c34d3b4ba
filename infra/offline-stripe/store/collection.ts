/** All objects of one kind, in order of creation, with a memory of the ids that were deleted. */
export class Collection<T extends { readonly id: string }> {
  private readonly items = new Map<string, T>();
  private readonly deletedIds = new Set<string>();

  /** Adds an object, or puts its new state in the old one's place. */
  put(item: T): T {
    this.items.set(item.id, item);
    return item;
  }

  get(id: string): T | undefined {
    return this.items.get(id);
  }

  delete(id: string): void {
    if (this.items.delete(id)) this.deletedIds.add(id);
  }

  wasDeleted(id: string): boolean {
    return this.deletedIds.has(id);
  }

  newestFirst(matches: (item: T) => boolean = () => true): T[] {
    return [...this.items.values()].filter(matches).reverse();
  }

  clear(): void {
    this.items.clear();
    this.deletedIds.clear();
  }
}
