import type { ComponentChildren } from 'preact';
import { Navigation } from './navigation';
import { SearchBox } from './search-box';
import { ThemeChoice } from './theme';
import { useConsole } from './console-context';

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
      <a class="skip" href="#page" onClick={skip}>
        Skip to the page
      </a>
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

/** The address's fragment names a page, so this cannot be left to the browser. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('page')?.focus();
}
