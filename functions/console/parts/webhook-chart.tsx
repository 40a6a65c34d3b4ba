import { isTrue, numberOf, type Row, textOf } from '../api/row';

const HEIGHT = 88;
const STEP = 13;

/** Webhooks of each hour: received ones as bars, failed ones as their lower, hatched part. */
export function WebhookChart({ hours }: { hours: readonly Row[] }) {
  const counts = hours.map((hour) => ({
    from: textOf(hour, 'from') ?? '',
    received: numberOf(hour, 'received') ?? 0,
    failed: numberOf(hour, 'failed') ?? 0,
    isCapped: isTrue(hour, 'capped'),
  }));
  const most = Math.max(1, ...counts.map(({ received }) => received));
  const sum = (of: 'received' | 'failed') => counts.reduce((total, hour) => total + hour[of], 0);
  const isCapped = counts.some((hour) => hour.isCapped);
  const all = `${sum('received')}${isCapped ? ' or more' : ''} received, ${sum('failed')} failed`;
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${STEP * counts.length} ${HEIGHT}`}
        role="img"
        aria-label={`Webhooks by hour: ${all}`}
        preserveAspectRatio="none"
      >
        <line class="axis" x1={0} x2={STEP * counts.length} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {counts.map(({ from, received, failed }, index) => {
          const high = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 4)));
          return (
            <g key={from}>
              <title>{`${hourText(from)}: ${received} received, ${failed} failed`}</title>
              <rect
                class="received"
                x={index * STEP + 1}
                width={STEP - 3}
                y={HEIGHT - high(received)}
                height={high(received)}
              />
              <rect
                class="failed"
                x={index * STEP + 1}
                width={STEP - 3}
                y={HEIGHT - high(failed)}
                height={high(failed)}
              />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span class="ends">
          <span>{hourText(counts[0]?.from ?? '')}</span>
          <span>most in an hour: {most}</span>
          <span>now</span>
        </span>
        <span class="legend">
          <span class="key key-received" /> {sum('received')}
          {isCapped && '+'} received
          <span class="key key-failed" /> {sum('failed')} failed
        </span>
      </figcaption>
    </figure>
  );
}

function hourText(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : `${String(at.getHours()).padStart(2, '0')}:00`;
}
