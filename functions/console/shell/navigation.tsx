import { KINDS } from '../kinds/all-kinds';
import { hrefOf } from './href';
import { Link } from './link';

const PAGES: readonly (readonly [name: string, title: string])[] = [
  ['overview', 'Overview'],
  ...KINDS.map(({ name, title }) => [name, title] as const),
  ['commands', 'Commands'],
  ['audit', 'Audit trail'],
];

export function Navigation({ current }: { current: string }) {
  return (
    <nav aria-label="Pages">
      <ul>
        {PAGES.map(([name, title]) => (
          <li key={name}>
            <Link to={hrefOf([name])} current={name === current}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
