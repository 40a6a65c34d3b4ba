import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** The operators' pages: static files, which use the API as any client does. */
export class OperatorConsole extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions } = foundation;
    const { issuer, console } = api.operatorIssuer;
    const get = functions.make('get-console', {
      description: "answers the operator console's files",
      environment: environmentOf('get-console', foundation, {
        CONSOLE_ISSUER: issuer,
        CONSOLE_CLIENT_ID: console.clientId,
        CONSOLE_RESOURCE: console.resource ?? '',
        CONSOLE_ORIGINS: console.origins.join(' '),
      }),
    });
    api.serve('get-console', get);
  }
}
