/** Whether a reader of the API could see a difference, leaving the time of the last write aside. */
export function viewsDiffer<View extends { updated: string }>(before: View, after: View): boolean {
  return facts(before) !== facts(after);
}

function facts(view: object): string {
  return JSON.stringify({ ...view, updated: null });
}
