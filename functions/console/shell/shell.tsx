import type { ComponentChildren } from 'preact';
import { useConsole } from './console-context';
import { Navigation } from './navigation';
import { SearchBox } from './search-box';
import { ThemeChoice } from './theme';

interface ShellProps {
  current: string;
  onSignOut(): void;
  children: ComponentChildren;
}

/** What is around every page. */
export function Shell({ current, onSignOut, children }: ShellProps) {
  const { config } = useConsole();
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={skip}>
        Skip to the page
      </button>
      <header>
        <p class="brand">
          aa-stripe <span class="stage">{config.stage}</span>
          <span class={`mode ${config.isLive ? 'mode-live' : ''}`}>{config.isLive ? 'live' : 'test'}</span>
        </p>
        <SearchBox />
        <div class="header-end">
          <ThemeChoice />
          <button type="button" class="quiet" onClick={onSignOut}>
            Sign out
          </button>
        </div>
      </header>
      <Navigation current={current} />
      <main id="page" tabIndex={-1}>
        {children}
        <footer>
          <p class="hint">Times are of {Intl.DateTimeFormat().resolvedOptions().timeZone}.</p>
        </footer>
      </main>
    </div>
  );
}

/** A button, since the address's fragment names a page here and no place in it. */
function skip(): void {
  document.getElementById('page')?.focus();
}
