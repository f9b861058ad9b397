import { ACT } from './codes.ts';
import type { TogetherKind } from './parameters.ts';

/**
 * What each kind counts: which acts, and in what they meet. view-buy will be a kind of its own shape (two
 * acts with a lag); everything that differs between the kinds stands here and in units.ts.
 */
export interface KindRule {
  readonly act: number;
  /** Items meet in an actor's history or in an order. */
  readonly unit: 'actor' | 'order';
}

export const KIND_RULES: Readonly<Record<TogetherKind, KindRule>> = {
  view: { act: ACT.view, unit: 'actor' },
  buy: { act: ACT.purchase, unit: 'actor' },
  basket: { act: ACT.purchase, unit: 'order' },
};
