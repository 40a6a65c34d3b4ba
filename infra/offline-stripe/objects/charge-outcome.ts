import type { Decline } from '../cards/test-cards';

/** What the card network and the fraud check made of a charge. */
export interface Outcome {
  advice_code: null;
  network_advice_code: null;
  network_decline_code: string | null;
  network_status: string;
  reason: string | null;
  risk_level: string;
  risk_score: number;
  seller_message: string;
  type: string;
}

export const PASSED: Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 20,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

export function declinedOutcome({ code, declineCode = code }: Decline): Outcome {
  return {
    ...PASSED,
    network_decline_code: '05',
    network_status: 'declined_by_network',
    reason: declineCode,
    seller_message: `The bank returned the decline code \`${declineCode}\`.`,
    type: 'issuer_declined',
  };
}
