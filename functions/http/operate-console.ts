import { openTable } from '../../lib/dynamo/client';
import { LETTER_QUEUES, type LetterCount } from '../../lib/overview/overview';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer } from '../../lib/runtime/http/answer';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { countMessages } from '../../lib/sqs/count-messages';
import { readOverview } from '../composition/read-overview';
import { searchRecords } from '../composition/search-records';
import { servingOperators } from '../composition/serving';
import { environments } from '../environments';
import { operateConsoleSpecs } from './specs/console';

const env = readEnvironment(environments['operate-console']);
const log = logger('operate-console');
const table = openTable(env.TABLE_NAME);
const search = searchRecords(table);

const LETTERS = {
  parse: {
    url: env.PARSE_DEAD_LETTERS_URL,
    note: 'Webhooks that could not be handled: see GET /aa-stripe/webhooks?failed=true, mend the cause and replay them.',
  },
  commands: {
    url: env.WORK_DEAD_LETTERS_URL,
    note: 'Parts of large runs that workers gave up: their records are as due as before, and the next run takes them.',
  },
};

const deadLetters = (): Promise<LetterCount[]> =>
  Promise.all(
    LETTER_QUEUES.map(async (queue) => ({ queue, messages: await countMessages(LETTERS[queue].url) })),
  );

/** What the console shows beyond single records and their lists, for operators. */
export const handler = serveRoutes(log, operateConsoleSpecs, servingOperators(table), {
  'GET /aa-stripe/overview': async () => answer(200, await readOverview(table, deadLetters, Date.now())),

  'GET /aa-stripe/dead-letters': async ({ query: { filters } }) => {
    const counted = (await deadLetters()).filter(
      ({ queue }) => filters.queue === null || queue === filters.queue,
    );
    return answer(200, { results: counted.map((each) => ({ ...each, note: LETTERS[each.queue].note })) });
  },

  'GET /aa-stripe/search': async ({ query: { filters } }) =>
    answer(200, { results: filters.q === null ? [] : await search(filters.q) }),
});
