import type { JsonObject } from '../deploy/json.ts';
import { invalid, unsupported } from './errors.ts';
import { checkKeys, objectAt, onlyEntry } from './query/read.ts';

/** One action of `POST /_aliases`. */
export interface AliasChange {
  readonly kind: 'add' | 'remove' | 'remove_index';
  readonly index: string;
  /** Empty when an index is removed. */
  readonly alias: string;
}

/** The actions of `POST /_aliases`. @throws what is not understood */
export function aliasChanges(body: JsonObject): AliasChange[] {
  checkKeys('_aliases', body, ['actions']);
  if (!Array.isArray(body.actions) || body.actions.length === 0) throw invalid('No action specified');
  return body.actions.map((one) => {
    const [kind, options] = onlyEntry('actions', one);
    if (kind !== 'add' && kind !== 'remove' && kind !== 'remove_index')
      throw unsupported(`the alias action [${kind}]`);
    const action = objectAt(kind, options);
    checkKeys(kind, action, kind === 'remove_index' ? ['index'] : ['index', 'alias']);
    const { index, alias = '' } = action;
    if (typeof index !== 'string' || typeof alias !== 'string' || (kind !== 'remove_index' && alias === ''))
      throw invalid(`[${kind}] needs an index and an alias, got ${JSON.stringify(action)}`);
    return { kind, index, alias };
  });
}
