import { existsSync } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine: `CHROMIUM` names one, or it is where browsers usually are. */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const found = env['CHROMIUM'] ?? USUAL.find((file) => existsSync(file));
  if (found !== undefined && existsSync(found)) return found;
  throw new Error(
    'No Chromium was found. Install it ("apt-get install chromium") or say where it is: CHROMIUM=/path/to/it.',
  );
}
