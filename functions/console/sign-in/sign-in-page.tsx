import { Notice } from '../parts/notice';
import type { ConsoleConfig } from '../shell/config';

interface SignInPageProps {
  config: ConsoleConfig;
  /** Why there is need to, if somebody was signed in before or tried in vain. */
  reason: string | null;
  onSignIn(): void;
}

export function SignInPage({ config, reason, onSignIn }: SignInPageProps) {
  return (
    <main class="gate">
      <div class="card">
        <h1>aa-stripe console</h1>
        <p>
          Stage <strong>{config.stage}</strong>, {config.isLive ? 'live payments' : 'test payments'}.
          Operators sign in at <span class="code">{new URL(config.issuer).host}</span>.
        </p>
        {reason && (
          <Notice tone="wait">
            <p>{reason}</p>
          </Notice>
        )}
        <button type="button" class="primary" onClick={onSignIn}>
          Sign in
        </button>
      </div>
    </main>
  );
}

/** Signed in, but not as an operator. */
export function RefusedPage({ onSignIn }: { onSignIn(): void }) {
  return (
    <main class="gate">
      <div class="card">
        <h1>You may not operate payments</h1>
        <Notice tone="bad">
          <p>
            You are signed in, but your sign-in lacks the scope <span class="code">aa-stripe/admin</span>.
          </p>
        </Notice>
        <p>
          Ask whoever runs this stage to grant it to you, then sign in again. Nothing was shown or changed.
        </p>
        <button type="button" class="primary" onClick={onSignIn}>
          Sign in as somebody else
        </button>
      </div>
    </main>
  );
}
