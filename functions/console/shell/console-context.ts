import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../api/api';
import type { Offers } from '../api/offers';
import type { ConsoleConfig } from './config';

export interface Console {
  api: Api;
  config: ConsoleConfig;
  offers: Offers;
}

export const ConsoleContext = createContext<Console | null>(null);

/** The API and the stage's settings, for every page. */
export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error('No console around this part.');
  return console;
}
