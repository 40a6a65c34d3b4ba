import { toCsv } from '../../../functions/console/lists/csv';

describe('an exported list', () => {
  it('has the names of the fields as its head, and a line for each record', () => {
    const rows = [{ id: 'schg_1', amount: 1250, error: null, metadata: { a: 1 } }, { id: 'schg_2' }];
    expect(toCsv(['id', 'amount', 'error', 'metadata'], rows)).toBe(
      'id,amount,error,metadata\r\nschg_1,1250,,"{""a"":1}"\r\nschg_2,,,\r\n',
    );
  });

  it.each([
    ['a, b', '"a, b"'],
    ['say "so"', '"say ""so"""'],
    ['two\nlines', '"two\nlines"'],
  ])('quotes %j', (text, cell) => expect(toCsv(['x'], [{ x: text }])).toBe(`x\r\n${cell}\r\n`));

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'gives spreadsheets no formula to run: %j',
    (text) => expect(toCsv(['x'], [{ x: text }])).toContain(`'${text}`),
  );

  it('leaves numbers alone, negative ones too', () => expect(toCsv(['x'], [{ x: -5 }])).toBe('x\r\n-5\r\n'));
});
