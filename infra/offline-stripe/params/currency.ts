import { invalidRequest } from '../http/api-error';
import type { Kind } from './kind';
import { string } from './kinds';

/** A three-letter currency code, shown in lower case. */
export const currency: Kind<string> = {
  read(value, param) {
    const code = string.read(value, param).toLowerCase();
    if (!/^[a-z]{3}$/.test(code)) throw invalidRequest(`Invalid currency: ${code}.`, { param });
    return code;
  },
};
