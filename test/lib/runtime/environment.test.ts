import { readEnvironment } from '../../../lib/runtime/environment';

describe('readEnvironment', () => {
  const names = ['TABLE_NAME', 'BUS_NAME', 'LIVEMODE'] as const;
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });
  afterAll(() => {
    process.env = before;
  });

  it('gives what it was asked for, and nothing else', () => {
    Object.assign(process.env, { TABLE_NAME: 'records', BUS_NAME: '', LIVEMODE: 'false', OTHER: 'x' });
    expect(readEnvironment(names)).toEqual({ TABLE_NAME: 'records', BUS_NAME: '', LIVEMODE: 'false' });
  });

  it('names every one that is missing, and no value', () => {
    process.env['TABLE_NAME'] = 'records';
    expect(() => readEnvironment(names)).toThrow('Environment variable missing: BUS_NAME, LIVEMODE');
  });
});
