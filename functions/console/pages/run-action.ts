import type { Action, FormField, Values } from '../actions/action';
import { path } from '../api/path';

const REPLAYED: readonly FormField[] = [
  {
    ...{ name: 'which', label: 'Which webhooks', as: 'choice', initial: 'failed', isRequired: true },
    options: [
      ['failed', 'those with an error'],
      ['types', 'those of some types'],
      ['since', 'all since a time'],
      ['ids', 'some, by their ids'],
    ],
  },
  {
    ...{
      name: 'types',
      label: 'Types',
      as: 'text',
      isRequired: true,
      hint: 'Such as customer.updated, invoice.*.',
    },
    when: ({ which }) => which === 'types',
  },
  {
    name: 'since',
    label: 'Received since',
    as: 'moment',
    isRequired: true,
    when: ({ which }) => which === 'since',
  },
  {
    name: 'ids',
    label: 'Ids',
    as: 'long',
    isRequired: true,
    hint: 'evt_…, one a line.',
    when: ({ which }) => which === 'ids',
  },
  { name: 'force', label: 'Also what is finished already', as: 'check' },
];

const OWNER: FormField = {
  ...{ name: 'owner', label: 'Owner', as: 'text', isRequired: true },
  hint: 'As in the owner claim of their token.',
};

/** Starts a run of a command. Looking comes first: it changes things only when that is asked for. */
export function runAction(name: string): Action {
  const isReplay = name === 'replay-webhooks';
  const isAboutOwner = name === 'erase-owner' || name === 'export-owner';
  return {
    label: 'Run…',
    title: () => `Run ${name}`,
    explain: () =>
      name === 'erase-owner'
        ? 'Erases what is stored of a person, here and at Stripe. What is erased cannot be brought back; a dry run shows what it would be.'
        : 'A dry run looks and counts, and changes nothing. What a run does not get done in its time, the next scheduled one does.',
    isDangerous: name === 'erase-owner',
    isOffered: () => true,
    fields: () => [
      ...(isReplay ? REPLAYED : []),
      ...(isAboutOwner ? [OWNER] : []),
      { name: 'dry_run', label: 'Dry run', as: 'check', initial: 'true' },
      { name: 'limit', label: 'At most so many records', as: 'whole' },
    ],
    confirm: (_, { dry_run }) => (dry_run === 'true' ? 'Start a dry run' : 'Run it'),
    busy: 'Starting…',
    wish: (_, values) => ({
      method: 'POST',
      path: path`/aa-stripe/commands/${name}/runs`,
      body: {
        dry_run: values['dry_run'] === 'true',
        limit: limitOf(values['limit']),
        ...(isReplay && { webhooks: choiceOf(values) }),
        ...(isAboutOwner && { owner: values['owner']?.trim() ?? '' }),
      },
    }),
    outcome: () => ({ tone: 'good', text: 'Started. The list of runs shows how it goes.' }),
  };
}

function limitOf(text = ''): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function choiceOf({ which, types = '', since = '', ids = '', force }: Values) {
  const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
  const at = new Date(since);
  return {
    force: force === 'true',
    ...(which === 'failed' && { failed: true }),
    ...(which === 'types' && { types: words(types) }),
    ...(which === 'since' && { since: Number.isNaN(at.getTime()) ? since : at.toISOString() }),
    ...(which === 'ids' && { ids: words(ids) }),
  };
}
