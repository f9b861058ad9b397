import { repurchaseRulesKey } from '../../contract/storage-keys.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { type RuleBook, ruleBook } from '../../domain/repurchase/rule.ts';
import type { RepurchaseRules } from '../../domain/repurchase/rules.ts';
import { heldArtefact } from './held-artefact.ts';

/** The learned rules that stand; undefined where there are none, so that the default counts. Never fails. */
export type RuleBookReader = () => Promise<RuleBook | undefined>;

export const ruleBookReader = (
  artefacts: () => ObjectStore,
  clock: Clock,
  budgetMs?: number,
): RuleBookReader => heldArtefact('the repurchase rules', readBook, artefacts, clock, budgetMs);

async function readBook(artefacts: ObjectStore): Promise<RuleBook | undefined> {
  const rules = await readRepurchaseRules(artefacts);
  return rules && ruleBook(rules);
}

/** The rules that stand. @throws SyntaxError where they are no JSON */
export async function readRepurchaseRules(
  artefacts: Pick<ObjectStore, 'get'>,
): Promise<RepurchaseRules | undefined> {
  const bytes = await artefacts.get(repurchaseRulesKey);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as RepurchaseRules);
}
