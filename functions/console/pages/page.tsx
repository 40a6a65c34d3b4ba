import { kindOf } from '../kinds/all-kinds';
import { useConsole } from '../shell/console-context';
import type { Route } from '../shell/router';
import { CommandPage } from './command-page';
import { CommandsPage } from './commands-page';
import { ListPage } from './list-page';
import { OverviewPage } from './overview-page';
import { PageHead } from './page-head';
import { RecordPage } from './record-page';
import { SearchPage } from './search-page';

/** The page that the address names. */
export function Page({ route }: { route: Route }) {
  const { offers } = useConsole();
  const [name = 'overview', id] = route.path;
  if (name === 'overview') return <OverviewPage />;
  if (name === 'search') return <SearchPage wanted={route.kept['q'] ?? ''} />;
  if (name === 'commands') return id === undefined ? <CommandsPage /> : <CommandPage key={id} name={id} />;
  const kind = kindOf(name);
  if (kind && id === undefined && offers.has(kind.list))
    return <ListPage key={name} kind={kind} route={route} />;
  if (kind?.record && id !== undefined) {
    return <RecordPage key={`${name} ${id}`} kind={kind} id={id} record={kind.record} />;
  }
  return (
    <>
      <PageHead title="No such page" />
      <p>The address leads nowhere. Choose a page from the navigation.</p>
    </>
  );
}
