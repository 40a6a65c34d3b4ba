import { isRow, isTrue, textOf } from '../api/row';

/** What a stage tells its console: GET /aa-stripe/console/config.json. Nothing in it is secret. */
export interface ConsoleConfig {
  issuer: string;
  clientId: string;
  scope: string;
  /** The API as the issuer knows it, where tokens are made for one. */
  resource: string | null;
  isLive: boolean;
  stage: string;
}

export async function loadConfig(): Promise<ConsoleConfig> {
  const response = await fetch('/aa-stripe/console/config.json', { cache: 'no-store' });
  const body: unknown = await response.json();
  if (!response.ok || !isRow(body))
    throw new Error(`The console's settings could not be read (${response.status}).`);
  const required = (name: string) => {
    const text = textOf(body, name);
    if (text === null) throw new Error(`The console's settings lack "${name}".`);
    return text;
  };
  return {
    issuer: required('issuer'),
    clientId: required('client_id'),
    scope: required('scope'),
    resource: textOf(body, 'resource'),
    isLive: isTrue(body, 'livemode'),
    stage: required('stage'),
  };
}
