/** What we show of a card: enough to recognise it, nothing that identifies its holder. */
export interface Card {
  /** `card_…`, `src_…` or `pm_…`. */
  id: string;
  object: string;
  brand: string | null;
  last4: string | null;
  exp_month: number | null;
  exp_year: number | null;
}
