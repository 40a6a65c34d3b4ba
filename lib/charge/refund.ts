/** One giving back of (part of) a charge, made here or in the Dashboard. */
export interface Refund {
  /** `srfd_…`. */
  id: string;
  stripe_refund_id: string | null;
  /** Minor units of the charge's currency. */
  amount: number;
  /** `refunding` while Stripe is asked, `unknown` while nobody knows, else Stripe's own word. */
  status: string;
  error: string | null;
  created: string;
  updated: string;
  stripe_response: Record<string, unknown> | null;
}

/** A refund of ours that Stripe has not confirmed: its amount is spoken for. */
export function isOpen(refund: Refund): boolean {
  return refund.stripe_refund_id === null && (refund.status === 'refunding' || refund.status === 'unknown');
}

/** A refund that Stripe took, and that gives nothing back. */
export function isVain({ status }: Refund): boolean {
  return status === 'failed' || status === 'canceled';
}

/** What refunds of ours will take beyond what Stripe has counted already. */
export function reservedBy(refunds: Refund[]): number {
  return refunds.filter(isOpen).reduce((sum, { amount }) => sum + amount, 0);
}
