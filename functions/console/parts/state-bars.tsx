import { numberOf, type Row } from '../api/row';
import { hrefOf } from '../shell/href';
import { Link } from '../shell/link';

/** What the API counts to. */
const CAP = 1000;
const WRONG = ['unknown', 'failed'];

/** How many charges are in each state that is not an end, as bars that lead to them. */
export function StateBars({ counts }: { counts: Row }) {
  const states = Object.keys(counts).map((state) => ({ state, count: numberOf(counts, state) ?? 0 }));
  const most = Math.max(1, ...states.map(({ count }) => count));
  return (
    <ul class="bars">
      {states.map(({ state, count }) => (
        <li key={state}>
          <Link to={hrefOf(['charges'], { state })}>{state.replaceAll('_', ' ')}</Link>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width={100} height={8} />
            <rect
              class={WRONG.includes(state) ? 'failed' : 'received'}
              width={count === 0 ? 0 : Math.max(1, (count / most) * 100)}
              height={8}
            />
          </svg>
          <span class="count">
            {count}
            {count >= CAP ? '+' : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}
