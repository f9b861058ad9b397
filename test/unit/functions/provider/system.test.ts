import { describe, expect, it } from 'vitest';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { testApi } from './support/api.ts';

describe('the health of search', () => {
  const checksWith = async (failure?: Error) => {
    const search = memorySearch();
    if (failure) failNext(search, 'count', failure);
    const { body } = await testApi({ search }).ask('GET', '/v1/health');
    return body;
  };

  it('is asked where a stage has search', async () => {
    expect(await checksWith()).toMatchObject({ status: 'ok', checks: { search: 'ok' } });
  });

  it('is no check of a stage without', async () => {
    const { body } = await testApi().ask('GET', '/v1/health');
    expect(Object.keys(body.checks)).not.toContain('search');
  });

  it('is well before there is an index', async () => {
    expect(await checksWith(searchFailure('missing-index'))).toMatchObject({ status: 'ok' });
  });

  it('is named when the engine does not answer', async () => {
    expect(await checksWith(searchFailure('timeout'))).toMatchObject({
      status: 'degraded',
      checks: { search: 'failed', items: 'ok' },
    });
  });
});
