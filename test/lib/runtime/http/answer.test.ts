import { answer, detail, notFound, toResult } from '../../../../lib/runtime/http/answer';

describe('toResult', () => {
  it('makes JSON that nobody may keep', () => {
    expect(toResult(answer(201, { id: 'scus_1' }))).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"id":"scus_1"}',
    });
  });

  it('passes on JSON that was composed elsewhere, digit by digit', () => {
    const json = '{"raw_data":{"big":12345678901234567890}}';
    expect(toResult(answer(200, { json })).body).toBe(json);
  });

  it('fits the 6 MB of an answer, however many quotes 4.6 MB have', () => {
    const json = JSON.stringify({ raw_data: '"'.repeat(2_300_000) });
    const result = toResult(answer(200, { json }));
    expect(JSON.stringify(result).length).toBeLessThan(6 * 1024 * 1024);
    expect(result.isBase64Encoded).toBe(true);
    expect(Buffer.from(result.body ?? '', 'base64').toString()).toBe(json);
  });

  it('does not take a field called json for it', () => {
    const body = { json: ['This field is not known.'] };
    expect(toResult(answer(400, body)).body).toBe(JSON.stringify(body));
  });

  it('says what is wrong under detail, and when trying again makes sense', () => {
    expect(toResult(notFound)).toMatchObject({ statusCode: 404, body: '{"detail":"Not found."}' });
    expect(toResult(detail(409, 'Under way.', 7)).headers).toMatchObject({ 'retry-after': '7' });
    expect(toResult(detail(409, 'Over.')).headers).not.toHaveProperty('retry-after');
  });
});
