/**
 * Reads environment variables by the names a function declares in functions/environments.ts; the stack
 * sets exactly those.
 * @throws Error that names every one that is missing
 */
export function readEnvironment<Name extends string>(names: readonly Name[]): Record<Name, string> {
  const missing = names.filter((name) => process.env[name] === undefined);
  if (missing.length > 0) throw new Error(`Environment variable missing: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<Name, string>;
}
