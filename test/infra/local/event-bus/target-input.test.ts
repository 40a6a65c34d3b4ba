import { targetInput } from '../../../../infra/local/event-bus/target-input';

const event = { source: 's', detail: { text: 'say "hi"', count: 2, items: [{ id: 'i' }], inner: { a: 1 } } };
const rule = { name: 'r', arn: 'arn:r', bus: 'b', matches: () => true, targets: [] };
const input = (target: object) => targetInput({ Id: 't', Arn: 'arn:t', ...target }, rule, event);
const transformed = (InputTemplate: string, InputPathsMap: Record<string, string> = {}) =>
  input({ InputTransformer: { InputTemplate, InputPathsMap } });

it('is the event, a part of it, or a constant', () => {
  expect(JSON.parse(input({}))).toEqual(event);
  expect(input({ InputPath: '$.detail.items[0].id' })).toBe('"i"');
  expect(input({ Input: '{"a":1}' })).toBe('{"a":1}');
});

it('fills a template, in and outside of quotes', () => {
  const paths = {
    text: '$.detail.text',
    count: '$.detail.count',
    inner: '$.detail.inner',
    gone: '$.detail.gone',
  };
  const filled = transformed(
    '{"a": <text>, "b": "<text>!", "c": <count>, "d": <inner>, "e": "<inner>", "f": <gone>}',
    paths,
  );
  expect(JSON.parse(filled)).toEqual({
    a: 'say "hi"',
    b: 'say "hi"!',
    c: 2,
    d: { a: 1 },
    e: '{"a":1}',
    f: null,
  });
  expect(JSON.parse(transformed('[<aws.events.event>, <aws.events.rule-arn>]'))).toEqual([event, 'arn:r']);
});

it('refuses variables and paths that it does not know, by name', () => {
  expect(() => transformed('<aws.events.event.ingestion-time>')).toThrow('<aws.events.event.ingestion-time>');
  expect(() => input({ InputPath: '$..id' })).toThrow('JSON path $..id has no local counterpart');
});
