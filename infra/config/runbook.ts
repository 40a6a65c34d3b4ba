/** Where the runbook is, unless a team has it elsewhere: a path in this repository, or a URL. */
export const RUNBOOK = 'docs/runbook.md';
