import type { ApiContext } from '../../runtime/api.ts';
import { unavailable } from '../../runtime/problems.ts';
import { registryReader } from '../../runtime/registry.ts';
import { modelReader } from '../model-reader.ts';
import type { Kitchen } from '../recommend/page.ts';
import { popularityOf } from '../recommend/popularity.ts';
import { searchingOf } from '../recommend/searching.ts';
import { type Pause, patiently } from './patiently.ts';

/** What the pages of a part are made with: the documents that hold now, and one moment for all. @throws Problem 503 */
export async function exportKitchen(api: ApiContext, now: number, pause: Pause): Promise<Kitchen> {
  const { stores, clock } = api;
  const registryOf = registryReader(() => stores.registry, clock);
  const registry = await patiently(async () => {
    const served = await registryOf();
    if (served.degraded) throw unavailable('registry');
    return served.registry;
  }, pause);
  return {
    api,
    registry,
    models: modelReader(() => stores.models, clock),
    popularity: popularityOf(() => stores, clock),
    searching: searchingOf(() => stores.search, clock),
    now,
  };
}
