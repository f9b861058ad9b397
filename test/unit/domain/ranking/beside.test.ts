import { describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import type { Reason } from '../../../../domain/ranking/reasons.ts';
import { beside } from '../../../../domain/ranking/steps/beside.ts';
import { spaced } from '../../../../domain/ranking/steps/spaced.ts';
import { ruleBook } from '../../../../domain/repurchase/rule.ts';
import { REPURCHASE_DEFAULTS } from '../../../../domain/repurchase/rules.ts';
import { at, contextOf, itemOf } from './support.ts';

const candidate = (itemId: string, reason: Reason = 'popular'): Candidate => ({
  ...{ itemId, score: 1, tier: 'popular', personal: false, reason },
});

describe('the step beside', () => {
  const phone = itemOf('phone', { title: 'Orbit phone X12', categories: ['tech', 'phones'] });
  const milk = itemOf('milk', { title: 'Whole milk', categories: ['food', 'dairy'], repurchase: 'always' });
  const others = [
    itemOf('same', { title: '[Free shipping] Orbit phone X12 black', categories: ['tech', 'deals'] }),
    itemOf('second', { title: 'Lumen handset Q7', categories: ['tech', 'phones'] }),
    itemOf('case', { title: 'Leather case', categories: ['tech', 'cases'] }),
    itemOf('cheese', { title: 'Aged cheddar', categories: ['food', 'dairy'] }),
  ];
  const run = (
    subjects: readonly StoredItem[],
    given: object = {},
    more: Parameters<typeof contextOf>[0] = {},
  ) => {
    const ids = subjects.map(({ itemId }) => itemId);
    const context = contextOf({ items: [...subjects, ...others], cart: new Set(ids), itemIds: ids, ...more });
    const document = beside.schema.parse({ step: 'beside', of: 'cart', ...given });
    return beside.run(
      others.map(({ itemId }) => candidate(itemId)),
      context,
      document,
    );
  };
  const kept = (...asked: Parameters<typeof run>) => run(...asked).kept.map(({ itemId }) => itemId);

  it('keeps out what is named as something in the cart, and a second durable of its leaf category', () => {
    const { kept: left, removed } = run([phone, milk]);
    expect(left.map(({ itemId }) => itemId)).toEqual(['case', 'cheese']);
    expect(removed.map(({ reason }) => reason)).toEqual([
      'it is the same as phone in the cart',
      'phone in the cart is of phones too, and not bought again',
    ]);
  });

  it('knows of what is bought again by the catalogue, or as learned', () => {
    expect(kept([{ ...milk, repurchase: undefined }])).not.toContain('cheese');
    const learned = {
      path: ['food'],
      buyers: 9,
      again: 0.5,
      groupAgain: 0.5,
      rest: 'always',
      scope: 'item',
    } as const;
    const book = ruleBook({
      version: 'v',
      asOf: at(0),
      parameters: REPURCHASE_DEFAULTS,
      categories: [learned as never],
    });
    expect(kept([{ ...milk, repurchase: undefined }], {}, { repurchase: { book } })).toContain('cheese');
  });

  it('may keep out the same name alone, beside what is at hand', () => {
    expect(kept([phone], { of: 'at-hand', durables: false })).toEqual(['second', 'case', 'cheese']);
    expect(kept([phone], { of: 'at-hand' }, { itemIds: [] })).toEqual(['same', 'second', 'case', 'cheese']);
  });

  it('takes the shop’s groups for the same product, and knows nothing of what is not there', () => {
    const grouped = [phone, itemOf('twin', { title: 'else', groupId: 'g' })];
    const context = contextOf({
      items: grouped.map((one) => ({ ...one, groupId: 'g' })),
      cart: new Set(['phone']),
    });
    const document = beside.schema.parse({ step: 'beside', of: 'cart' });
    const { removed } = beside.run([candidate('twin'), candidate('ghost')], context, document);
    expect(removed.map(({ itemId }) => itemId)).toEqual(['twin', 'ghost']);
  });

  it('asks for the items of the cart', () => {
    const document = beside.schema.parse({ step: 'beside', of: 'cart' });
    expect(beside.items!(document, contextOf({ cart: new Set(['a', 'b']) }))).toEqual(['b', 'a']);
  });
});

describe('the step spaced', () => {
  const run = (pattern: string, before = 0, every = 4) => {
    const document = spaced.schema.parse({ step: 'spaced', reason: 'new-listing', every });
    const candidates = [...pattern].map((letter, at) =>
      candidate(`${letter}${at}`, letter === 'n' ? 'new-listing' : 'popular'),
    );
    const { kept, removed } = spaced.run(candidates, contextOf({ before }), document);
    expect(removed).toEqual([]);
    expect(kept.map(({ itemId }) => itemId).toSorted()).toEqual(
      candidates.map(({ itemId }) => itemId).toSorted(),
    );
    return kept.map(({ itemId }) => itemId[0]).join('');
  };

  it('gives one kind every n-th place, what is left of it behind everything', () => {
    expect(run('nnnppppppp')).toBe('pppnpppnpn');
    expect(run('npppppp')).toBe('pppnppp');
    expect(run('pppp')).toBe('pppp');
    expect(run('nn')).toBe('nn');
  });

  it('goes on counting over pages', () => {
    expect(run('nnpppppp', 2)).toBe('pnpppnpp');
  });

  it('takes no reason that there is not', () => {
    expect(spaced.schema.safeParse({ step: 'spaced', reason: 'magic' }).success).toBe(false);
  });
});
