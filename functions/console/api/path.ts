/** A path with the ids put into it, whatever they hold. */
export function path(strings: TemplateStringsArray, ...ids: string[]): string {
  return strings.map((text, index) => text + encodeURIComponent(ids[index] ?? '')).join('');
}
