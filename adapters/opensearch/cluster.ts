import {
  DescribeDomainHealthCommand,
  type DescribeDomainHealthResponse,
  OpenSearchClient,
} from '@aws-sdk/client-opensearch';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { SearchCluster } from '../../domain/ports.ts';

const CONNECTION_MS = 1000;
const REQUEST_MS = 5000;
const TRIES = 3;

/** Yellow lacks copies, not documents: a single node always is for the engine's own indices. */
const WELL: readonly unknown[] = ['Green', 'Yellow'];
/** Processing is a change of the domain under way: it takes writes meanwhile. */
const IN_USE: readonly unknown[] = ['Active', 'Processing'];

/** The search domain by the control plane. @throws what the SDK throws when that does not answer */
export function openSearchCluster(domain: string, client = controlClient()): SearchCluster {
  return {
    async health() {
      const health = await client.send(new DescribeDomainHealthCommand({ DomainName: domain }));
      const ok = WELL.includes(health.ClusterHealth) && IN_USE.includes(health.DomainState);
      return { ok, words: inWords(domain, health) };
    },
  };
}

function inWords(domain: string, health: DescribeDomainHealthResponse): string {
  const { ClusterHealth = 'not known', DomainState = 'not known', TotalUnAssignedShards } = health;
  const unassigned = Number(TotalUnAssignedShards ?? 0);
  const shards = unassigned > 0 ? `, ${unassigned} shards are on no node` : '';
  return `search domain ${domain}: health ${ClusterHealth}, state ${DomainState}${shards}`;
}

let made: OpenSearchClient | undefined;
function controlClient(): OpenSearchClient {
  const times = { connectionTimeout: CONNECTION_MS, requestTimeout: REQUEST_MS, throwOnRequestTimeout: true };
  made ??= new OpenSearchClient({ maxAttempts: TRIES, requestHandler: new NodeHttpHandler(times) });
  return made;
}
