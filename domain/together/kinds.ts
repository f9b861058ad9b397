import { ACT } from './codes.ts';
import type { SingleKind } from './parameters.ts';

/** What each kind of one act counts: which acts, and in what they meet. view-buy is of two (view-buy.ts). */
export interface KindRule {
  readonly act: number;
  /** Items meet in an actor's history or in an order. */
  readonly unit: 'actor' | 'order';
}

export const KIND_RULES: Readonly<Record<SingleKind, KindRule>> = {
  view: { act: ACT.view, unit: 'actor' },
  buy: { act: ACT.purchase, unit: 'actor' },
  basket: { act: ACT.purchase, unit: 'order' },
};
