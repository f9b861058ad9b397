import { DEFAULT_DOCUMENTS } from '../../domain/registry/defaults/index.ts';
import {
  type ProviderDocument,
  providerDocument,
  type SourceDocument,
  type StepName,
} from '../../domain/registry/documents.ts';

/** A default document as it ships. */
export function shipped(name: string): ProviderDocument {
  const found = DEFAULT_DOCUMENTS.providers.find((provider) => provider.name === name);
  if (!found) throw new RangeError(`no default provider is called ${name}`);
  return providerDocument.parse(found);
}

/** A document without some of its steps. */
export const without = (provider: ProviderDocument, steps: readonly string[]): ProviderDocument => ({
  ...provider,
  steps: provider.steps.filter(({ step }) => !steps.includes(step)),
});

/** Buying again by the strict rule. */
export const onlyDue = (provider: ProviderDocument): ProviderDocument => ({
  ...provider,
  steps: provider.steps.map((one) => (one.step === 'due-again' ? { ...one, early: 'remove' } : one)),
});

/** What of a document is tried. */
export interface ForYou {
  readonly halfLifeDays: number;
  readonly items: number;
  /** Of the rows of baskets beside those of buyers. */
  readonly basket: number;
  /** Exponent of similarities. */
  readonly power: number;
  /** Of what is popular, and of what was taken up lately, beside the history. */
  readonly popular: number;
  readonly adopted: number;
}
export interface BuyAgain extends Omit<ForYou, 'popular' | 'adopted'> {
  /** Of the purchases. */
  readonly purchasesHalfLifeDays: number;
  /** Of the history beside the purchases. */
  readonly history: number;
}

/** Where `--tune` begins: on the days before the cut. */
export const FOR_YOU: ForYou = {
  halfLifeDays: 30,
  items: 30,
  basket: 1,
  power: 1,
  popular: 0.7,
  adopted: 0,
};
export const BUY_AGAIN: BuyAgain = {
  halfLifeDays: 30,
  items: 30,
  basket: 1,
  power: 1,
  purchasesHalfLifeDays: 120,
  history: 0.3,
};

export const forYou = (chosen: ForYou): ProviderDocument =>
  provider(
    [
      history(chosen, 1),
      { source: 'popular', weight: chosen.popular, by: 'everybody', window: 'popular' },
      { source: 'adopted', weight: chosen.adopted },
    ],
    ['available', 'purchased'],
  );

export const buyAgain = (chosen: BuyAgain): ProviderDocument =>
  provider(
    [
      { source: 'purchases', weight: 1, halfLifeDays: chosen.purchasesHalfLifeDays },
      history(chosen, chosen.history),
    ],
    ['available'],
  );

/** History recombination alone, over the rows of one kind. */
export const historyAlone = (): ProviderDocument =>
  provider([history({ halfLifeDays: 30, items: 30, basket: 0, power: 1 }, 1)], ['available', 'purchased']);

/** The row of the item at hand. */
export const rowAlone = (by: 'score' | 'count'): ProviderDocument =>
  provider(
    [{ source: 'together', weight: 1, kind: 'buy', by, of: 'at-hand' }],
    ['at-hand', 'available', 'purchased'],
  );

function history(
  { halfLifeDays, items, basket, power }: Omit<ForYou, 'popular' | 'adopted'>,
  weight: number,
): SourceDocument {
  const types = { purchase: 2 };
  const models = [
    { kind: 'buy' as const, weight: 1, types },
    { kind: 'basket' as const, weight: basket, types },
  ];
  return {
    source: 'history',
    weight,
    halfLifeDays,
    items,
    power,
    models: models.filter((model) => model.weight > 0),
  };
}

/** As the registry would read it, with all that is left to defaults. */
const provider = (sources: readonly SourceDocument[], steps: readonly StepName[]): ProviderDocument =>
  providerDocument.parse({ name: 'tried', sources, steps: steps.map((step) => ({ step })) });
