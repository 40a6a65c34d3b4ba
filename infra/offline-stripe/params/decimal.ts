import { invalidRequest } from '../http/api-error';
import type { Kind } from './kind';
import { string } from './kinds';

interface Bounds {
  /** Exclusive. */
  above?: number;
  min?: number;
  max: number;
  /** Digits after the point. */
  places: number;
}

/** A number that need not be whole, such as a percentage. */
export function decimal({
  above = Number.NEGATIVE_INFINITY,
  min = above,
  max,
  places,
}: Bounds): Kind<number> {
  return {
    read(value, param) {
      const text = string.read(value, param);
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw invalidRequest(`Invalid decimal: ${text}`, { param });
      const number = Number(text);
      if (number <= above) throw invalidRequest(`This value must be greater than ${above}.`, { param });
      if (number < min)
        throw invalidRequest(`This value must be greater than or equal to ${min}.`, { param });
      if (number > max) throw invalidRequest(`This value must be less than or equal to ${max}.`, { param });
      if ((text.split('.')[1] ?? '').length > places)
        throw invalidRequest(`Invalid decimal: ${text}; must have at most ${places} decimal places.`, {
          param,
        });
      return number;
    },
  };
}
