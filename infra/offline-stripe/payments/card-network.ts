import type { Decline } from '../cards/test-cards';
import { testCardOf } from '../cards/verify-card';
import type { PaymentMethod } from '../objects/payment-method';

/** What became of a request for money. */
export type Verdict = { kind: 'approved' | 'pending' } | { kind: 'declined'; decline: Decline };

/** A request for money that only the owner of the card, being present, can let pass. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** The card network: what it knows of cards, and how it is told to behave. */
export class CardNetwork {
  /** Payment methods whose owner has authenticated once. */
  private readonly authenticated = new Set<string>();
  /** How many of the next payments it leaves open. */
  processing = 0;

  /** Whether a payment by this card is to be authenticated first. */
  wantsAuthentication({ id, card }: PaymentMethod): boolean {
    const { behaviour } = testCardOf(card);
    if (behaviour.kind !== 'authentication') return false;
    return behaviour.when === 'always' || !this.authenticated.has(id);
  }

  /** The owner has proved to be the owner. */
  authenticate(id: string): void {
    this.authenticated.add(id);
  }

  /** Asks for money, all questions of authentication answered. */
  ask({ card }: PaymentMethod): Verdict {
    const { behaviour } = testCardOf(card);
    return behaviour.kind === 'declined'
      ? { kind: 'declined', decline: behaviour.decline }
      : { kind: 'approved' };
  }

  /** Whether it leaves a payment open that it would approve: as often as it was told to. */
  leavesOpen(): boolean {
    if (this.processing === 0) return false;
    this.processing -= 1;
    return true;
  }

  clear(): void {
    this.authenticated.clear();
    this.processing = 0;
  }
}
