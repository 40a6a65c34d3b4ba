import type { Account } from '../account';
import { array, string } from '../params/kinds';
import { type Fields, type Read, readFields } from '../params/read-fields';
import type { Shape } from '../store/expand';
import type { FormObject } from './decode-form';
import type { Emit, Later } from './emit';

type PathParams<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParams<Rest>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

/** What a handler gets. */
interface Call<P extends string, F extends Fields> {
  readonly account: Account;
  readonly path: Readonly<Record<PathParams<P>, string>>;
  readonly params: Read<F>;
  readonly emit: Emit;
  readonly later: Later;
}

interface Definition<P extends string, F extends Fields> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: P;
  /** The parameters it takes, besides `expand[]`, which all take. */
  readonly params: F;
  /** The type of object it answers, for `expand[]`. */
  readonly returns: Shape;
  /** Runs without interruption; it checks everything before it changes anything. */
  handle(call: Call<P, F>): object;
}

/** A request as far as it is decoded: path and parameters still as sent. */
interface RawCall {
  readonly account: Account;
  readonly path: Readonly<Record<string, string>>;
  readonly form: FormObject;
  readonly emit: Emit;
  readonly later: Later;
}

/** One route of the API. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly returns: Shape;
  /**
   * Checks the parameters; what it returns does the work and gives the object to answer.
   * @throws {ApiError} 400 for wrong parameters.
   */
  prepare(raw: RawCall): { run(): object; expand: readonly string[] };
}

const expandable = { expand: array(string) };

export function endpoint<const P extends string, F extends Fields>(definition: Definition<P, F>): Endpoint {
  const { method, path, returns } = definition;
  return {
    method,
    path,
    returns,
    prepare({ account, path: values, form, emit, later }) {
      const { expand: asked, ...own } = form;
      const params = readFields(definition.params, own);
      const { expand = [] } = readFields(expandable, asked === undefined ? {} : { expand: asked });
      return { run: () => definition.handle({ account, path: values, params, emit, later }), expand };
    },
  };
}
