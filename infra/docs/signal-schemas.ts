import { toJsonSchema } from '@valibot/to-json-schema';
import { SIGNAL_SCHEMAS } from '../../lib/signals/contract';

/** JSON Schema of each signal's `detail`, by the signal's name. */
export function signalSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(SIGNAL_SCHEMAS).map(([name, schema]) => {
      const { $schema, ...converted } = toJsonSchema(schema, {
        target: 'draft-2020-12',
        typeMode: 'output',
        errorMode: 'ignore',
      });
      return [name, { $schema, title: name, description: `detail of the signal ${name}`, ...converted }];
    }),
  );
}
