import { moneyText } from './money-text';

export function Money({ minor, currency }: { minor: number | null; currency: string | null }) {
  if (minor === null || currency === null) return <Nothing />;
  return <span class="money">{moneyText(minor, currency)}</span>;
}

export function Nothing() {
  return <span class="nothing">–</span>;
}
