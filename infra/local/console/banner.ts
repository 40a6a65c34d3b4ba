import colors from 'picocolors';
import type { Endpoints } from '../control/endpoints-file';

/** What a person wants to know once the stack is ready. */
export function banner(endpoints: Endpoints, seconds: string): string {
  const row = (name: string, value: string): string => `  ${colors.bold(name.padEnd(8))}${value}`;
  return [
    '',
    colors.green(`Ready in ${seconds} s. Everything runs on this machine; stop it with Ctrl-C.`),
    row('api', endpoints.api),
    row('aws', endpoints.aws),
    row('stripe', endpoints.stripe),
    '',
    colors.dim('  Try:'),
    `  curl -s '${endpoints.api}/_local/token?user=u1'`,
    `  curl -s '${endpoints.api}/_local/signals?follow=1'`,
    '',
  ].join('\n');
}
