import type { ApiContext } from '../../runtime/api.ts';
import { unavailable } from '../../runtime/problems.ts';
import type { Kitchen } from '../recommend/kitchen.ts';
import { readersOf } from '../recommend/readers.ts';
import { type Pause, patiently } from './patiently.ts';

/** What the pages of a part are made with: the documents that hold now, and one moment for all. @throws Problem 503 */
export async function exportKitchen(api: ApiContext, now: number, pause: Pause): Promise<Kitchen> {
  const { registry: registryOf, ...readers } = readersOf(api);
  const registry = await patiently(async () => {
    const served = await registryOf();
    if (served.degraded) throw unavailable('registry');
    return served.registry;
  }, pause);
  return { api, ...readers, registry, now };
}
