import { invalidRequest } from '../http/api-error';
import type { Kind } from '../params/kind';
import { string } from '../params/kinds';

/** Text on the customer's statement: https://docs.stripe.com/get-started/account/statement-descriptors */
export const statementDescriptor: Kind<string> = {
  read(value, param) {
    const text = string.read(value, param);
    if (text.length > 22) {
      throw invalidRequest('The statement descriptor must be at most 22 characters.', { param });
    }
    if (!/[a-z]/i.test(text)) {
      throw invalidRequest('The statement descriptor must contain at least one alphabetic character.', {
        param,
      });
    }
    if (/[<>\\'"*]/.test(text)) {
      throw invalidRequest(
        'The statement descriptor cannot contain any of the following characters: <>\\\'"*',
        { param },
      );
    }
    return text;
  },
};

/** @throws {ApiError} 400 for a whole descriptor on a card payment, which takes a suffix only. */
export function refuseForCard(descriptor: string | null | undefined): void {
  if (descriptor === null || descriptor === undefined) return;
  throw invalidRequest(
    'The statement_descriptor parameter is not supported for the payment_method_type `card`. To continue supporting payment_method_type `card`, please pass in `statement_descriptor_suffix` or remove the `statement_descriptor` parameter altogether. Please see https://support.stripe.com/questions/use-of-the-statement-descriptor-parameter-on-paymentintents-for-card-charges for additional details.',
    { param: 'statement_descriptor' },
  );
}
