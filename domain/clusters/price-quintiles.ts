import type { StoredItem } from '../catalogue/item.ts';
import type { ClusterModel } from './cluster.ts';
import { quintilesOf } from './price-band.ts';

type Priced = Pick<StoredItem, 'categories' | 'price' | 'status'>;

/** Gathers the prices of items on sale by leaf category: 8 bytes an item, so that a whole catalogue fits. */
export class Prices {
  readonly #byLeaf = new Map<string, number[]>();

  add({ categories, price, status }: Priced): void {
    const leaf = categories.at(-1);
    if (leaf === undefined || status !== 'on_sale') return;
    const prices = this.#byLeaf.get(leaf);
    if (prices) prices.push(price);
    else this.#byLeaf.set(leaf, [price]);
  }

  /** Of the categories with enough items (price-band.ts), by name; the order of adding does not matter. */
  quintiles(): ClusterModel['priceQuintiles'] {
    const found = [...this.#byLeaf].flatMap(([leaf, prices]) => {
      const bounds = quintilesOf(prices);
      return bounds ? [[leaf, bounds] as const] : [];
    });
    return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
