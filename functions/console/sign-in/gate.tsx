import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ConsoleConfig } from '../shell/config';
import { ShowConsole } from '../show-console';
import { createOidc } from './oidc';
import type { Session } from './session';
import { RefusedPage, SignInPage } from './sign-in-page';
import { createTokenSession } from './token-session';
import type { Tokens } from './tokens';

type Standing =
  | { is: 'arriving' }
  | { is: 'out'; reason: string | null; isByChoice?: boolean }
  | { is: 'refused' }
  | { is: 'in'; session: Session };

const OPERATE = 'aa-stripe/admin';

/** Lets operators in, and tells others why not. */
export function Gate({ config }: { config: ConsoleConfig }) {
  const oidc = useMemo(() => createOidc(config, Date.now), [config]);
  const [standing, setStanding] = useState<Standing>({ is: 'arriving' });

  useEffect(() => {
    const enter = (tokens: Tokens) => {
      if (tokens.scopes && !tokens.scopes.includes(OPERATE)) return setStanding({ is: 'refused' });
      const out = (reason: string | null) =>
        setStanding({ is: 'out', reason: reason ?? 'You are signed out.', isByChoice: reason === null });
      setStanding({ is: 'in', session: createTokenSession(tokens, oidc, Date.now, out) });
    };
    oidc.comeBack().then(
      (tokens) => (tokens ? enter(tokens) : setStanding({ is: 'out', reason: null })),
      (error: unknown) => setStanding({ is: 'out', reason: `The sign-in did not work: ${messageOf(error)}` }),
    );
  }, [oidc]);

  const leave = (asSomebodyElse: boolean) => () => {
    oidc.leave({ asSomebodyElse }).catch((error: unknown) => {
      setStanding({ is: 'out', reason: `The issuer cannot be reached: ${messageOf(error)}` });
    });
  };

  switch (standing.is) {
    case 'arriving':
      return <p class="plain">Signing in…</p>;
    case 'out':
      return (
        <SignInPage config={config} reason={standing.reason} onSignIn={leave(standing.isByChoice ?? false)} />
      );
    case 'refused':
      return <RefusedPage onSignIn={leave(true)} />;
    case 'in':
      return <ShowConsole config={config} session={standing.session} />;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
