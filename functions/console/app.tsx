import { render } from 'preact';
import { loadConfig } from './shell/config';
import { applyTheme } from './shell/theme';
import { Gate } from './sign-in/gate';

/** What the page runs first: functions/console/index.html. */
applyTheme();
const place = document.getElementById('console');
if (place) {
  loadConfig().then(
    (config) => {
      place.replaceChildren();
      render(<Gate config={config} />, place);
    },
    (error: unknown) => {
      place.textContent = error instanceof Error ? error.message : String(error);
    },
  );
}
