import { batchFailures } from '../../../../infra/local/lambda/batch-failures';

const report = (answer: unknown, reports = true) =>
  batchFailures({ payload: JSON.stringify(answer) }, ['a', 'b'], reports);
const failing = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });

it.each([
  ['nothing', null, []],
  ['an empty answer', {}, []],
  ['no failures', { batchItemFailures: [] }, []],
  ['a failed record', failing('b'), ['b']],
])('%s', (_, answer, expected) => {
  expect(report(answer)).toEqual(new Set(expected));
});

it.each([
  ['a record that is not in the batch', failing('c')],
  ['an empty identifier', failing('')],
  ['a number as identifier', failing(1)],
  ['a list of something else', { batchItemFailures: 'a' }],
])('%s fails the whole batch', (_, answer) => {
  expect(report(answer)).toBe('all');
});

it('is not asked of a mapping without reports, and an error fails the batch', () => {
  expect(report(failing('a'), false)).toEqual(new Set());
  expect(batchFailures({ error: { errorType: 'E', errorMessage: 'm' } }, ['a'], true)).toBe('all');
});
