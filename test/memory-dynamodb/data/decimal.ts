import Big from 'big.js';
import { invalid } from '../dynamo-error';

const DIGITS = 38;
const LARGEST_EXPONENT = 125;
const SMALLEST_EXPONENT = -130;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?$/;
/** What is written as DynamoDB writes it, and small enough for JavaScript's own arithmetic. */
const SMALL_INTEGER = /^(0|-?[1-9]\d{0,14})$/;

/** A number as DynamoDB writes it: all its digits, no exponent, no zeros to no purpose. */
export function canonicalNumber(text: string): string {
  if (SMALL_INTEGER.test(text)) return text;
  if (!NUMBER.test(text)) throw invalid('A value provided cannot be converted into a number');
  return written(new Big(text.startsWith('+') ? text.slice(1) : text));
}

export function compareNumbers(a: string, b: string): number {
  if (SMALL_INTEGER.test(a) && SMALL_INTEGER.test(b)) return Number(a) - Number(b);
  return new Big(a).cmp(b);
}

export function addNumbers(a: string, b: string): string {
  return written(new Big(a).plus(b));
}

export function subtractNumbers(a: string, b: string): string {
  return written(new Big(a).minus(b));
}

/** A byte for two digits that stand together, one for the exponent, and one for a minus. */
export function numberSize(text: string): number {
  const { c: digits, e: exponent, s: sign } = new Big(text);
  if (digits[0] === 0) return 1;
  const pairs = Math.floor(exponent / 2) - Math.floor((exponent - digits.length + 1) / 2) + 1;
  return pairs + (sign < 0 ? 2 : 1);
}

function written(number: Big): string {
  if (number.c[0] === 0) return '0';
  if (number.c.length > DIGITS) throw invalid('DynamoDB only supports precision up to 38 digits');
  if (number.e > LARGEST_EXPONENT) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (number.e < SMALLEST_EXPONENT) {
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  return number.toFixed();
}
