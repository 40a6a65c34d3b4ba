import { useMemo } from 'preact/hooks';
import { createApi } from './api/api';
import { readOffers } from './api/offers';
import { useLoad } from './api/use-load';
import { Page } from './pages/page';
import { Failed } from './parts/notice';
import type { ConsoleConfig } from './shell/config';
import { ConsoleContext } from './shell/console-context';
import { useRoute } from './shell/router';
import { Shell } from './shell/shell';
import type { Session } from './sign-in/session';

/** The console of somebody who is signed in. */
export function ShowConsole({ config, session }: { config: ConsoleConfig; session: Session }) {
  const api = useMemo(() => createApi(session), [session]);
  const document = useLoad('document', async (signal) =>
    readOffers(await api.get('/aa-stripe/openapi.json', {}, signal)),
  );
  const route = useRoute();
  if (document.error) {
    return (
      <main class="gate">
        <Failed error={document.error} retry={document.reload} />
      </main>
    );
  }
  if (!document.value) return <p class="plain">Loading the console…</p>;
  const console = { api, config, offers: document.value };
  return (
    <ConsoleContext.Provider value={console}>
      <Shell current={route.path[0] ?? 'overview'} onSignOut={session.signOut}>
        <Page route={route} />
      </Shell>
    </ConsoleContext.Provider>
  );
}
