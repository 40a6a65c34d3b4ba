import { invalidRequest } from '../http/api-error';
import type { FormObject } from '../http/decode-form';
import type { Kind } from './kind';

/** The parameters a route or a hash takes; all else is refused. */
export type Fields = Readonly<Record<string, Kind<unknown>>>;

type ValueOf<K> = K extends Kind<infer T> ? T : never;
type RequiredNames<F extends Fields> = {
  [N in keyof F]: F[N] extends { required: true } ? N : never;
}[keyof F];

/** What reading those parameters gives. */
export type Read<F extends Fields> = { [N in RequiredNames<F>]: ValueOf<F[N]> } & {
  [N in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[N]>;
};

/**
 * Reads a form by its table of parameters: first what is unknown, then what is malformed, then what is missing.
 * @param within the name of the hash that is read, for `hash[field]` in messages.
 * @throws {ApiError} 400 in Stripe's words, with the parameter's name.
 */
export function readFields<F extends Fields>(fields: F, form: FormObject, within?: string): Read<F> {
  const named = (name: string) => (within === undefined ? name : `${within}[${name}]`);
  const unknown = Object.keys(form)
    .filter((name) => !Object.hasOwn(fields, name))
    .map(named);
  if (unknown.length > 0) {
    throw invalidRequest(
      `Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`,
      {
        code: 'parameter_unknown',
        param: unknown[0] ?? '',
      },
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(fields)) {
    const value = form[name];
    if (value !== undefined) values[name] = kind.read(value, named(name));
    else if (kind.required) {
      throw invalidRequest(`Missing required param: ${named(name)}.`, {
        code: 'parameter_missing',
        param: named(name),
      });
    }
  }
  // Built field by field from the same table as the type, which the compiler cannot follow.
  return values as Read<F>;
}
