import { repurchasePrefix } from '../../contract/storage-keys.ts';
import type { Timestamp } from '../../domain/events/event.ts';
import type { RepurchaseParameters, RepurchaseRules } from '../../domain/repurchase/rules.ts';
import type { RawFile } from './run-files.ts';

/** What plan-repurchase leaves for learn-repurchase. */
export interface RepurchasePlan {
  readonly asOf: Timestamp;
  /** Milliseconds. */
  readonly windowMs: number;
  /** Raw files that may hold purchases of the window, by key. */
  readonly files: readonly RawFile[];
  /** Those of the run; the defaults fill in. */
  readonly rules: { readonly [Name in keyof RepurchaseParameters]?: RepurchaseParameters[Name] | undefined };
  readonly force: boolean;
  /** What stood when the run began: a step that runs again must not compare with its own result. */
  readonly last: RepurchaseRules | undefined;
}

/** Rules that stood once, and those that stand, by version. */
export const pastRulesKey = (version: string): string => `${repurchasePrefix}${version}.json`;
