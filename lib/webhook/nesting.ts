const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

/** Whether JSON text is nested more than `limit` levels deep. It is read sign by sign: parsing it may be too much. */
export function isDeeperThan(limit: number, json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let i = 0; i < json.length; i += 1) {
    const sign = json.charAt(i);
    if (isText && sign === '\\') i += 1;
    else if (sign === '"') isText = !isText;
    else if (!isText && OPENING.has(sign)) depth += 1;
    else if (!isText && CLOSING.has(sign)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
