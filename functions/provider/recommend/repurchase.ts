import type { StoredItem } from '../../../domain/catalogue/item.ts';
import type { Clock } from '../../../domain/ports.ts';
import type { RankingContext, Viewer } from '../../../domain/ranking/context.ts';
import { boughtIn } from '../../../domain/repurchase/bought.ts';
import { type KinFacts, kinToRead } from '../../../domain/repurchase/kin.ts';
import { within } from '../../runtime/budget.ts';
import { heldItems } from '../../runtime/facts.ts';
import { logger } from '../../runtime/logger.ts';
import type { Stores } from '../../runtime/ports.ts';
import { ruleBookReader } from '../../runtime/repurchase.ts';
import type { Lost } from './lost.ts';

/** What the repurchase steps need to know for a viewer. Never fails: what could not be read is said. */
export interface Repurchase {
  /** @param always whether rules are wanted for a viewer too who bought nothing */
  of(viewer: Viewer, now: number, always?: boolean): Promise<RepurchaseRead>;
}
interface RepurchaseRead {
  readonly repurchase?: RankingContext['repurchase'];
  readonly lost: readonly Lost[];
}

/** Without its kin a bought item itself still rests. */
const BUDGET_MS = 300;

/** Learned rules, and what durable things the viewer bought lately. */
export function repurchaseOf(stores: () => Pick<Stores, 'items' | 'artefacts'>, clock: Clock): Repurchase {
  const read = ruleBookReader(() => stores().artefacts, clock, BUDGET_MS);
  const facts = heldItems(() => stores().items, clock, kinFactsOf);
  return {
    async of({ purchases }, now, always = false) {
      if (purchases.length === 0 && !always) return { lost: [] };
      const book = await read();
      if (!book) return { lost: [] };
      const wanted = kinToRead(boughtIn(purchases), book, now);
      if (wanted.length === 0) return { repurchase: { book }, lost: [] };
      const kin = await orNone(within(facts(wanted), BUDGET_MS, 'what was bought'));
      return { repurchase: { book, kin }, lost: kin ? [] : ['purchases'] };
    },
  };
}

const kinFactsOf = ({ title, titleSignature, categories, groupId, repurchase }: StoredItem): KinFacts => ({
  title,
  titleSignature,
  categories,
  groupId,
  repurchase,
});

const orNone = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: Error) => {
    logger.error('what was bought could not be read: its like does not rest', { error });
    return undefined;
  });
