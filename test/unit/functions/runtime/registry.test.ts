import { describe, expect, it } from 'vitest';
import type { RegistryStore } from '../../../../domain/ports.ts';
import { commitOf, type Wish } from '../../../../domain/registry/commit.ts';
import { logger } from '../../../../functions/runtime/logger.ts';
import { registryReader } from '../../../../functions/runtime/registry.ts';
import { memoryRegistry } from '../../../support/memory/registry.ts';
import { failNext } from '../../../support/memory-ports.ts';

logger.setLogLevel('SILENT');

const page = (name: string, ...sections: string[]): Wish => ({
  key: `pages/${name}`,
  state: 'stored',
  document: { name, sections },
});
const never = () => new Promise<never>(() => undefined);

/** A reader over a store, with a clock that the test moves. */
function reading(pause: (ms: number) => Promise<unknown> = never) {
  const store = memoryRegistry();
  /** What the reader sees of the store: tests spoil this, and change the other. */
  const view: RegistryStore = { ...store };
  const time = { now: 1_000_000 };
  let made = 0;
  const change = async (...wishes: Wish[]) => {
    const id = `c${++made}`;
    const at = new Date(time.now).toISOString();
    const { head, versions } = commitOf(await store.head(), wishes, { id, at, by: 'x' });
    await store.commit(head, versions);
  };
  const read = registryReader(
    () => view,
    () => time.now,
    pause,
  );
  const sections = async (name: string) => (await read()).registry.pages.get(name)?.sections;
  return { store, view, time, change, read, sections };
}
const failing = (store: RegistryStore, times = 1000) => failNext(store, 'head', new Error('down'), times);

describe('the registry that serves', () => {
  it('is the shipped one while nothing is stored, and that is nothing degraded', async () => {
    const served = await reading().read();
    expect(served).toMatchObject({ revision: 0, degraded: false });
    expect([...served.registry.pages.keys()]).toContain('home');
  });

  it('shows a change within 30 s, in fact within 5', async () => {
    const { time, change, sections } = reading();
    await sections('home');
    await change(page('home', 'feed'), page('mine', 'trending-now'));
    time.now += 5_000;
    expect(await sections('home')).toEqual(['feed']);
    expect(await sections('mine')).toEqual(['trending-now']);
  });

  it('asks the store once in 5 s, and for versions that it knows never again', async () => {
    const { store, view, time, change, read } = reading();
    await change(page('home', 'feed'));
    const asked = { head: 0, read: 0 };
    view.head = () => {
      asked.head += 1;
      return store.head();
    };
    view.read = (wanted) => {
      asked.read += wanted.length;
      return store.read(wanted);
    };
    for (let second = 0; second < 60; second++) {
      await read();
      time.now += 1_000;
    }
    expect(asked).toEqual({ head: 12, read: 1 });
    await change(page('other', 'feed'));
    time.now += 5_000;
    await read();
    expect(asked).toEqual({ head: 13, read: 2 });
  });

  it('lets pages that come at once share one look', async () => {
    const { store, view, read } = reading();
    let asked = 0;
    view.head = () => {
      asked += 1;
      return store.head();
    };
    await Promise.all([read(), read(), read()]);
    expect(asked).toBe(1);
  });

  it('hides a shipped page that was deleted, and shows it again after a reset', async () => {
    const { time, change, sections } = reading();
    await change({ key: 'pages/item', state: 'deleted' });
    expect(await sections('item')).toBeUndefined();
    await change({ key: 'pages/item', state: 'reset' });
    time.now += 5_000;
    expect(await sections('item')).toContain('viewed-together');
  });
});

describe('when the store fails', () => {
  it('the last good documents serve, and say so when they are older than 30 s', async () => {
    const { view, time, change, read, sections } = reading();
    await change(page('home', 'feed'));
    await read();
    failing(view);
    time.now += 29_999;
    expect((await read()).degraded).toBe(false);
    time.now += 1;
    expect(await read()).toMatchObject({ degraded: true, revision: 1 });
    time.now += 3_600_000;
    expect(await sections('home')).toEqual(['feed']);
  });

  it('the shipped documents serve where nothing was ever read, say so, and give way a second after it is back', async () => {
    const { view, time, change, read, sections } = reading();
    await change(page('home', 'feed'));
    failing(view, 1);
    expect(await read()).toMatchObject({ degraded: true, revision: 0 });
    expect(await sections('home')).toContain('recently-viewed');
    time.now += 1_000;
    expect(await read()).toMatchObject({ degraded: false, revision: 1 });
  });

  it.each(['read', 'history'] as const)(
    'in %s, the last good documents serve and it is tried again',
    async (method) => {
      const { store, view, time, change, read, sections } = reading();
      await read();
      await change(page('home', 'feed'), page('mine', 'feed'));
      if (method === 'history')
        store.rows.set('pages/mine#c1', { ...store.rows.get('pages/mine#c1')!, document: {} });
      failNext(view, method);
      time.now += 5_000;
      expect(await sections('home')).toContain('recently-viewed');
      time.now += 5_000;
      expect(await sections('home')).toEqual(
        method === 'read' ? ['feed'] : expect.arrayContaining(['for-you']),
      );
    },
  );

  it('a page does not wait for a store that hangs, and gets what it said once it did', async () => {
    const waited: number[] = [];
    const { store, view, time, change, read, sections } = reading(async (ms) => void waited.push(ms));
    let answer = () => {};
    view.head = () =>
      new Promise((resolve) => {
        answer = () => resolve(store.head());
      });
    const answered = () => {
      answer();
      return new Promise(setImmediate);
    };
    expect(await read()).toMatchObject({ degraded: true, revision: 0 });
    await answered();
    expect(await read()).toMatchObject({ degraded: false });
    await change(page('home', 'feed'));
    time.now += 5_000;
    expect(await sections('home')).toContain('for-you');
    await answered();
    expect(await sections('home')).toEqual(['feed']);
    expect(waited).toEqual([2_000, 200]);
  });
});

describe('documents that this release cannot serve', () => {
  const breakRow = (store: ReturnType<typeof memoryRegistry>, name: string) =>
    store.rows.set(name, { ...store.rows.get(name)!, document: { what: 'an older release wrote' } });

  it('give way to their newest version that can, and every section says so until somebody mends them', async () => {
    const { store, time, change, read, sections } = reading();
    await change(page('home', 'feed'));
    await change(page('home', 'feed', 'for-you'));
    await change(page('other', 'feed'));
    breakRow(store, 'pages/home#c2');
    expect(await read()).toMatchObject({ degraded: true, revision: 3 });
    expect(await sections('home')).toEqual(['feed']);
    expect(await sections('other')).toEqual(['feed']);
    await change(page('home', 'for-you'));
    time.now += 5_000;
    expect(await read()).toMatchObject({ degraded: false });
    expect(await sections('home')).toEqual(['for-you']);
  });

  it('give way to what ships where no version can', async () => {
    const { store, change, sections } = reading();
    await change(page('home', 'feed'));
    breakRow(store, 'pages/home#c1');
    expect(await sections('home')).toContain('recently-viewed');
  });

  it('cost only themselves where there is nothing in their place', async () => {
    const { store, change, sections } = reading();
    await change(page('home', 'feed'), page('mine', 'feed'));
    breakRow(store, 'pages/mine#c1');
    expect(await sections('home')).toEqual(['feed']);
    expect(await sections('mine')).toBeUndefined();
  });

  it('do not even cost that where a good set served before', async () => {
    const { view, time, change, read, sections } = reading();
    await change(page('mine', 'feed'));
    await read();
    await change({ key: 'pages/mine', state: 'stored', document: { broken: true } });
    view.history = async () => [];
    time.now += 5_000;
    expect(await sections('mine')).toEqual(['feed']);
    expect(await read()).toMatchObject({ degraded: true, revision: 1 });
  });

  it('may have lost their row', async () => {
    const { store, change, read, sections } = reading();
    await change(page('home', 'feed'));
    store.rows.clear();
    expect(await read()).toMatchObject({ degraded: true });
    expect(await sections('home')).toContain('recently-viewed');
  });

  it('may refer to what is not there: the page goes back, not the market', async () => {
    const { change, read, sections } = reading();
    await change(page('home', 'feed'));
    await change(page('home', 'gone-with-a-release'));
    expect(await sections('home')).toEqual(['feed']);
    expect((await read()).degraded).toBe(true);
  });
});
