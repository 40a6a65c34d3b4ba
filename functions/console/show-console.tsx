import { useMemo } from 'preact/hooks';
import { createApi } from './api/api';
import { Page } from './pages/page';
import type { ConsoleConfig } from './shell/config';
import { ConsoleContext } from './shell/console-context';
import { useRoute } from './shell/router';
import { Shell } from './shell/shell';
import type { Session } from './sign-in/session';

/** The console of somebody who is signed in. */
export function ShowConsole({ config, session }: { config: ConsoleConfig; session: Session }) {
  const console = useMemo(() => ({ api: createApi(session), config }), [config, session]);
  const route = useRoute();
  return (
    <ConsoleContext.Provider value={console}>
      <Shell current={route.path[0] ?? 'overview'} onSignOut={session.signOut}>
        <Page route={route} />
      </Shell>
    </ConsoleContext.Provider>
  );
}
