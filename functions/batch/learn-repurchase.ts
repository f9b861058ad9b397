import type { Nothing, RunInput } from '../../contract/batch.ts';
import { repurchaseRulesKey } from '../../contract/storage-keys.ts';
import type { Clock } from '../../domain/ports.ts';
import { refusalOf } from '../../domain/repurchase/gate.ts';
import { learnRepurchase } from '../../domain/repurchase/learn.ts';
import { REPURCHASE_DEFAULTS, type RepurchaseRules } from '../../domain/repurchase/rules.ts';
import { type Acts, toActs } from '../../domain/together/acts.ts';
import { ACT } from '../../domain/together/codes.ts';
import { purchasesOnly } from '../../domain/together/purchases-only.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';
import { type ItemFacts, readFacts } from './live-items.ts';
import { loadErasures, loadEvents } from './load-events.ts';
import { pastRulesKey, type RepurchasePlan } from './repurchase-files.ts';
import { getJson, planKey, putJson } from './run-files.ts';
import { runStep } from './step.ts';
import { usableMemory } from './together-limits.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'items' | 'runs'>;

/** Fewer rules than could be right: those that stand go on. */
export class RepurchaseRefusedError extends Error {
  readonly code = 'repurchase-refused';
}

/**
 * Last step of the repurchase job (docs/post-processing.md): learns from the window's purchases, refunds applied, which categories are
 * bought again, and puts the rules in place of those that stand. Where none can be learned and none stand nothing is written (count
 * `categories` 0). A step that runs again writes the same bytes.
 *
 * @throws RepurchaseRefusedError when far fewer categories have rules than before
 * @throws TooLargeError
 */
export async function learnRepurchaseRules(
  input: RunInput,
  ports: Ports,
  clock: Clock,
  memory = usableMemory(),
): Promise<Nothing> {
  return runStep('learn-repurchase', input, ports.runs, clock, async () => {
    const plan = await getJson<RepurchasePlan>(ports.artefacts, planKey(input.runId));
    const { acts, ...events } = await loadBought(plan, ports, memory);
    const facts = await readFacts(acts.itemIds, plan.asOf, ports.items);
    const rules = rulesOf(input.runId, plan, acts, facts);
    await put(rules, plan, ports);
    const unknownItems = acts.itemIds.length - facts.size;
    return {
      result: {},
      counts: { ...events, boughtItems: acts.itemIds.length, unknownItems, ...countsOf(rules) },
    };
  });
}

/** Purchases of the window. The table, the largest thing of a run, ends with it. */
async function loadBought({ asOf, windowMs, files }: RepurchasePlan, ports: Ports, memory: number) {
  const table = await loadEvents(files, ports, memory, purchasesOnly);
  const end = Date.parse(asOf);
  const acts = toActs(table, end - windowMs, end, await loadErasures(ports.archive));
  const purchases = acts.kinds.reduce((sum, kind) => sum + Number(kind === ACT.purchase), 0);
  return { acts, events: table.rows, purchases };
}

function rulesOf(
  version: string,
  { asOf, rules }: RepurchasePlan,
  acts: Acts,
  facts: ReadonlyMap<string, ItemFacts>,
): RepurchaseRules {
  const parameters = { ...REPURCHASE_DEFAULTS, ...rules } as RepurchaseRules['parameters'];
  const itemOf = (itemId: string) => {
    const known = facts.get(itemId);
    return known?.leaf === undefined
      ? undefined
      : { path: known.leaf.split('\n'), nameGroup: known.nameGroup };
  };
  return {
    version,
    asOf,
    parameters,
    categories: learnRepurchase(acts, itemOf, Date.parse(asOf), parameters),
  };
}

async function put(
  rules: RepurchaseRules,
  { last, force }: RepurchasePlan,
  { artefacts }: Ports,
): Promise<void> {
  const refusal = refusalOf(rules, last);
  if (refusal !== undefined && !force) throw new RepurchaseRefusedError(refusal);
  if (rules.categories.length === 0 && last === undefined)
    return logger.warn('no category has enough buyers for a repurchase rule: nothing is written', {
      leastBuyers: rules.parameters.leastBuyers,
    });
  await putJson(artefacts, pastRulesKey(rules.version), rules);
  await putJson(artefacts, repurchaseRulesKey, rules);
}

function countsOf({ categories }: RepurchaseRules) {
  return {
    categories: categories.length,
    boughtAgain: categories.filter(({ rest }) => rest !== 'never').length,
    durable: categories.filter(({ scope }) => scope !== 'item').length,
  };
}
