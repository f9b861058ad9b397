import { expect } from 'vitest';
import { previewReply } from '../../../../../contract/api/registry.ts';
import type { TestApi } from '../support/api.ts';
import { store } from '../support/editor.ts';
import { itemIdsOf } from '../support/market.ts';

const NAME = 'tested';
const SECTION = { name: NAME, provider: NAME, titleKey: NAME, titles: { en: NAME, ko: NAME }, minItems: 1 };

export interface Shown {
  readonly itemIds: readonly string[];
  readonly reasons: readonly string[];
  readonly scores: readonly number[];
  /** In words, by item, as the ledger has them, with the step. */
  readonly removed: Readonly<Record<string, readonly [step: string, reason: string]>>;
}

/**
 * What the viewer u1 sees of a page with one provider, and what they would see were it the other: through POST /registry/preview, with
 * what else the request asks.
 */
export async function previewed(
  api: TestApi,
  now: object,
  proposed: object,
  asked: object = {},
): Promise<{ readonly now: Shown; readonly proposed: Shown }> {
  await store(api, `providers/${NAME}`, { name: NAME, ...now });
  await store(api, `sections/${NAME}`, SECTION);
  await store(api, `pages/${NAME}`, { name: NAME, sections: [NAME] });
  const changes = [{ kind: 'providers', name: NAME, document: { name: NAME, ...proposed } }];
  const body = { page: NAME, viewers: [{ userId: 'u1' }], explain: true, changes, ...asked };
  const answer = await api.admin('POST', '/v1/registry/preview', body);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
  expect(previewReply.safeParse(answer.body).error).toBeUndefined();
  const [viewer] = answer.body.viewers;
  return { now: shownOf(viewer.now.sections[0]), proposed: shownOf(viewer.proposed.sections[0]) };
}

interface Made {
  readonly items: readonly { readonly itemId: string; readonly reason: string; readonly score: number }[];
  readonly ledger: {
    readonly removed: readonly { readonly itemId: string; readonly step: string; readonly reason: string }[];
  };
}
const shownOf = (made: Made): Shown => ({
  itemIds: itemIdsOf(made),
  reasons: made.items.map(({ reason }) => reason),
  scores: made.items.map(({ score }) => score),
  removed: Object.fromEntries(
    made.ledger.removed.map(({ itemId, step, reason }) => [itemId, [step, reason] as const]),
  ),
});
