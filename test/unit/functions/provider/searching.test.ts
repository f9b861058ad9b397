import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ItemSearch } from '../../../../domain/ports.ts';
import { searchingOf } from '../../../../functions/provider/recommend/searching.ts';
import { logger } from '../../../../functions/runtime/logger.ts';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';

const request = (itemId: string) => ({ query: { term: { itemId } }, size: 1, sort: [] });
const hit = { itemId: 'i1', score: 1, sort: [] };

logger.setLogLevel('SILENT');
beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-24T09:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());

const begin = () => {
  const engine = memorySearch();
  engine.answer = () => [hit];
  const budgets: number[] = [];
  const search: ItemSearch = {
    ...engine,
    search(asked, budget) {
      budgets.push(budget);
      return engine.search(asked, budget);
    },
  };
  return { engine, budgets, searching: searchingOf(() => search, Date.now) };
};
const failWith = (engine: ReturnType<typeof memorySearch>, kind: string) => {
  engine.answer = () => {
    throw searchFailure(kind);
  };
};

describe('searching', () => {
  it('keeps an answer for 15 s, and asks once for what several ask at the same time', async () => {
    const { engine, searching } = begin();
    const both = await searching.find([request('a'), request('a')]);
    expect(both).toEqual([[hit], [hit]]);
    await vi.advanceTimersByTimeAsync(14_999);
    await searching.find([request('a'), request('b')]);
    expect(engine.asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await searching.find([request('a')]);
    expect(engine.asked).toHaveLength(3);
  });

  it('gives the first search time to connect, and later ones 150 ms', async () => {
    const { budgets, searching } = begin();
    await searching.find([request('a')]);
    await searching.find([request('b')]);
    expect(budgets).toEqual([1000, 150]);
  });

  it('never throws, never asks twice, and keeps no failure', async () => {
    const { engine, searching } = begin();
    failWith(engine, 'timeout');
    expect(await searching.find([request('a')])).toEqual(['failed']);
    expect(engine.asked).toHaveLength(1);
    engine.answer = () => [hit];
    expect(await searching.find([request('a')])).toEqual([[hit]]);
  });

  it('leaves a failing engine alone, and finds out by itself that it is back', async () => {
    const { engine, searching } = begin();
    failWith(engine, 'unreachable');
    for (let number = 0; number < 20; number++) await searching.find([request(`r${number}`)]);
    const asked = engine.asked.length;
    expect(asked).toBeLessThan(20);
    engine.answer = () => [hit];
    expect(await searching.find([request('open')])).toEqual(['failed']);
    expect(engine.asked).toHaveLength(asked);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await searching.find([request('probe')])).toEqual([[hit]]);
    expect(await searching.find([request('after')])).toEqual([[hit]]);
  });

  it('does not take a request that the engine refuses for an illness of the engine', async () => {
    const { engine, searching } = begin();
    failWith(engine, 'invalid');
    for (let number = 0; number < 20; number++) await searching.find([request(`r${number}`)]);
    expect(engine.asked).toHaveLength(20);
  });

  it('knows a stage without an engine', () => {
    expect(searchingOf(() => undefined, Date.now).isThere).toBe(false);
    expect(begin().searching.isThere).toBe(true);
  });
});
