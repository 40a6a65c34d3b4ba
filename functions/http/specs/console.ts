import * as v from 'valibot';
import { LETTER_QUEUES, LetterCount, OverviewView } from '../../../lib/overview/overview';
import { SearchHit } from '../../../lib/overview/search-hit';
import { TextFilter } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';

export const operateConsoleSpecs = {
  'GET /aa-stripe/overview': spec({
    operationId: 'getOverview',
    summary:
      'Show what there is to look at: webhooks by the hour, open charges, dead letters, the kill switch.',
    answers: { 200: { means: 'The overview, counted just now.', body: OverviewView } },
  }),
  'GET /aa-stripe/dead-letters': spec({
    operationId: 'listDeadLetters',
    summary: 'Count what was given up, by queue. What a message holds stays in its queue.',
    filters: { queue: v.picklist(LETTER_QUEUES, `Must be one of ${LETTER_QUEUES.join(', ')}.`) },
    pages: false,
    answers: {
      200: {
        means: 'The queues.',
        body: v.object({ results: v.array(v.object({ ...LetterCount.entries, note: v.string() })) }),
      },
    },
  }),
  'GET /aa-stripe/search': spec({
    operationId: 'search',
    summary: 'Find records by any id, ours or Stripe’s, and those of an owner: all of it exact.',
    filters: { q: TextFilter },
    pages: false,
    answers: {
      200: { means: 'What was found; nothing for no `q`.', body: v.object({ results: v.array(SearchHit) }) },
    },
  }),
};
