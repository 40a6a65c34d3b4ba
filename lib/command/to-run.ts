/** Where something is to be run. */
export interface At {
  stack: string;
  isLocal: boolean;
}

/** What somebody types to run a script of this project there, such as `npm run command -- sweep --stack aa-stripe-prod`. */
export function toRun({ stack, isLocal }: At, script: string, args = ''): string {
  const all = [args, isLocal ? '' : `--stack ${stack}`].filter(Boolean);
  return ['npm run', script, ...(all.length > 0 ? ['--', ...all] : [])].join(' ');
}
