import type { FormValue } from '../http/decode-form';

/** One kind of parameter: reads the form's value or refuses it in Stripe's words. */
export interface Kind<T> {
  readonly required?: true;
  read(value: FormValue, param: string): T;
}
