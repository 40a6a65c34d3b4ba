import { KINDS } from '../kinds/all-kinds';
import { useConsole } from './console-context';
import { hrefOf } from './href';
import { Link } from './link';

export function Navigation({ current }: { current: string }) {
  const { offers } = useConsole();
  const kinds = KINDS.filter(({ list }) => offers.has(list)).map(({ name, title }) => [name, title] as const);
  const pages = [
    ...[['overview', 'Overview'] as const, ...kinds],
    ...([
      ['commands', 'Commands'],
      ['audit', 'Audit trail'],
    ] as const),
  ];
  return (
    <nav aria-label="Pages">
      <ul>
        {pages.map(([name, title]) => (
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
