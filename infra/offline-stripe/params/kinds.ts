import { invalidRequest } from '../http/api-error';
import type { FormValue } from '../http/decode-form';
import type { Kind } from './kind';
import { type Fields, type Read, readFields } from './read-fields';

/** Text that cannot be unset. */
export const string: Kind<string> = {
  read(value, param) {
    if (typeof value !== 'string')
      throw invalidRequest(`Invalid string: ${JSON.stringify(value)}`, { param });
    refuseEmpty(value, param);
    if (value.length > 5_000)
      throw invalidRequest('Invalid string: must be at most 5000 characters', { param });
    return value;
  },
};

export const email: Kind<string> = {
  read(value, param) {
    const text = string.read(value, param);
    if (!/^[^\s@]+@[^\s@]+$/.test(text) || text.length > 512) {
      throw invalidRequest(`Invalid email address: ${text}`, { code: 'email_invalid', param });
    }
    return text;
  },
};

export const boolean: Kind<boolean> = {
  read(value, param) {
    refuseEmpty(value, param);
    if (value !== 'true' && value !== 'false')
      throw invalidRequest(`Invalid boolean: ${show(value)}`, { param });
    return value === 'true';
  },
};

export function integer(bounds: { min?: number; max?: number } = {}): Kind<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds;
  return {
    read(value, param) {
      refuseEmpty(value, param);
      const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
      const refuse = (message: string) =>
        invalidRequest(message, { code: 'parameter_invalid_integer', param });
      if (!Number.isSafeInteger(number)) throw refuse(`Invalid integer: ${show(value)}`);
      if (number < min) throw refuse(`This value must be greater than or equal to ${min}.`);
      if (number > max) throw refuse(`This value must be less than or equal to ${max}.`);
      return number;
    },
  };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Kind<T> {
  return {
    read(value, param) {
      refuseEmpty(value, param);
      const found = allowed.find((item) => item === value);
      if (found === undefined) {
        throw invalidRequest(`Invalid ${param}: must be one of ${allowed.join(', ')}`, { param });
      }
      return found;
    },
  };
}

export function array<T>(item: Kind<T>): Kind<T[]> {
  return {
    read(value, param) {
      refuseEmpty(value, param);
      if (!Array.isArray(value)) throw invalidRequest('Invalid array', { param });
      return value.map((inner, index) => item.read(inner, `${param}[${index}]`));
    },
  };
}

export function object<F extends Fields>(fields: F): Kind<Read<F>> {
  return {
    read(value, param) {
      refuseEmpty(value, param);
      if (typeof value === 'string' || Array.isArray(value))
        throw invalidRequest('Invalid object', { param });
      return readFields(fields, value, param);
    },
  };
}

/** A time or a range of times, in epoch seconds, as `created=1` or `created[gte]=1`. */
export interface Range {
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
}
const bounds = object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() });
export const range: Kind<Range> = {
  read(value, param) {
    if (typeof value !== 'string') return bounds.read(value, param);
    const at = integer().read(value, param);
    return { gte: at, lte: at };
  },
};

/** A parameter that an empty value unsets: null. */
export function unsettable<T>(kind: Kind<T>): Kind<T | null> {
  return { read: (value, param) => (value === '' ? null : kind.read(value, param)) };
}

/** Text that an empty value unsets. */
export const text = unsettable(string);

/** A parameter that must be there. */
export function required<T>(kind: Kind<T>): Kind<T> & { readonly required: true } {
  return { ...kind, required: true };
}

function refuseEmpty(value: FormValue, param: string): void {
  if (value !== '') return;
  throw invalidRequest(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param },
  );
}

function show(value: FormValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
