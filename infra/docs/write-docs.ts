import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiDocument } from './openapi';
import { signalSchemas } from './signal-schemas';

const ROOT = join(__dirname, '..', '..');

/** Files that are made of the code, by their paths; a test holds them to it. */
export function madeFiles(): Record<string, string> {
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'functions/http/openapi.json': json(openApiDocument()),
    ...Object.fromEntries(
      Object.entries(signalSchemas()).map(([name, schema]) => [
        `docs/signals/${name}.schema.json`,
        json(schema),
      ]),
    ),
  };
}

if (require.main === module) {
  for (const [path, content] of Object.entries(madeFiles())) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
  }
}
