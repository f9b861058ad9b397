import type { OpenSearchClient } from '@aws-sdk/client-opensearch';
import { describe, expect, it } from 'vitest';
import { openSearchCluster } from '../../../../adapters/opensearch/cluster.ts';
import { fakeClient, sdkError } from '../fake-client.ts';

describe('the cluster', () => {
  it.each([
    [{ ClusterHealth: 'Green', DomainState: 'Active' }, true, 'health Green, state Active'],
    [
      { ClusterHealth: 'Yellow', DomainState: 'Processing', TotalUnAssignedShards: '2' },
      true,
      'health Yellow, state Processing, 2 shards are on no node',
    ],
    [{ ClusterHealth: 'Red', DomainState: 'Active' }, false, 'health Red, state Active'],
    [{ ClusterHealth: 'Green', DomainState: 'NotAvailable' }, false, 'health Green, state NotAvailable'],
    [{}, false, 'health not known, state not known'],
  ])('that says %j is well: %s', async (health, ok, words) => {
    const { client, sent } = fakeClient<OpenSearchClient>(() => health);
    expect(await openSearchCluster('d', client).health()).toEqual({ ok, words: `search domain d: ${words}` });
    expect(sent).toEqual([{ DomainName: 'd' }]);
  });

  it('hands on that the control plane does not answer', async () => {
    const { client } = fakeClient<OpenSearchClient>(() => Promise.reject(sdkError('AccessDeniedException')));
    await expect(openSearchCluster('d', client).health()).rejects.toThrow('AccessDenied');
  });
});
