import * as v from 'valibot';
import { MAX_AMOUNT } from '../../../lib/money/amount';
import { isCurrency } from '../../../lib/money/currency';

/** Parts of what callers send, in the words of Django REST Framework where it has some. */
const NOT_TEXT = 'Not a valid string.';
const NOT_WHOLE = 'A valid integer is required.';

export const text = (max: number) =>
  v.pipe(v.string(NOT_TEXT), v.maxLength(max, `Ensure this field has no more than ${max} characters.`));

export const requiredText = (max: number) => v.pipe(text(max), v.nonEmpty('This field may not be blank.'));

export const id = v.pipe(requiredText(64), v.regex(/^[\w-]+$/, 'Not a valid id.'));

/** A user, an office: whatever the owner claim of tokens holds. */
export const owner = v.pipe(
  requiredText(255),
  v.check((value) => value.trim() === value, 'May not begin or end with a space.'),
);

export const integer = (min: number, max: number) =>
  v.pipe(
    v.number(NOT_WHOLE),
    v.integer(NOT_WHOLE),
    v.minValue(min, `Ensure this value is greater than or equal to ${min}.`),
    v.maxValue(max, `Ensure this value is less than or equal to ${max}.`),
  );

export const amount = integer(1, MAX_AMOUNT);

export const boolean = v.boolean('Must be a valid boolean.');

/** Any case in, lower case out. */
export const currency = v.pipe(
  v.string(NOT_TEXT),
  v.toLowerCase(),
  v.check(isCurrency, 'Not a currency that Stripe takes.'),
);

/**
 * 5 to 22 characters with the account's prefix, of which Stripe takes care; here what no prefix can mend.
 * https://docs.stripe.com/get-started/account/statement-descriptors
 */
export const statementDescriptor = v.pipe(
  text(22),
  v.check((value) => !/[<>\\'"*]/.test(value), `May not contain any of < > \\ ' " *.`),
  v.check((value) => value === '' || /[A-Za-z]/.test(value), 'Must contain at least one letter.'),
  v.check((value) => /^[\x20-\x7e]*$/.test(value), 'May contain Latin characters only.'),
);

/** https://docs.stripe.com/api/metadata */
export const metadata = v.pipe(
  v.record(
    v.pipe(
      v.string(),
      v.nonEmpty('Keys may not be blank.'),
      v.maxLength(40, 'Keys may have up to 40 characters.'),
      v.check((key) => !/[[\]]/.test(key), 'Keys may not contain square brackets.'),
      v.check((key) => !key.startsWith('aa_stripe'), 'Keys that begin with aa_stripe are reserved.'),
    ),
    v.pipe(v.string('Values must be strings.'), v.maxLength(500, 'Values may have up to 500 characters.')),
    'Must be an object of strings.',
  ),
  v.check((entries) => Object.keys(entries).length <= 50, 'May have up to 50 keys.'),
);
