import { beginOn } from '../../../lib/operation/begin-on';

interface Kept {
  version: number;
  isBusy: boolean;
}

describe('beginOn', () => {
  let kept: Kept;
  let saves: number;
  beforeEach(() => {
    kept = { version: 1, isBusy: false };
    saves = 0;
  });

  const home = {
    reload: async () => kept,
    save: async (next: Kept, previous: Kept) => {
      saves += 1;
      if (kept.version !== previous.version) return false;
      kept = next;
      return true;
    },
  };
  const begin = (current: Kept) => (current.isBusy ? null : { version: current.version + 1, isBusy: true });

  it('begins on the record as it was read', async () => {
    expect(await beginOn(kept, home, begin)).toEqual({ version: 2, isBusy: true });
    expect(saves).toBe(1);
  });

  it('begins on the record as it is, where a webhook has only written it meanwhile', async () => {
    const read = kept;
    kept = { version: 5, isBusy: false };
    expect(await beginOn(read, home, begin)).toEqual({ version: 6, isBusy: true });
  });

  it('begins nothing where somebody else was faster', async () => {
    const read = kept;
    kept = { version: 2, isBusy: true };
    expect(await beginOn(read, home, begin)).toBeNull();
    expect(kept).toEqual({ version: 2, isBusy: true });
  });

  it('gives up on a record that never stands still', async () => {
    const restless = { ...home, save: async () => false };
    expect(await beginOn(kept, restless, begin)).toBeNull();
  });
});
