import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../contract/functions.ts';
import type { TableName } from '../contract/tables.ts';
import { ACCESS, type Access } from './access.ts';
import { JangteoFunction } from './jangteo-function.ts';
import type { Stage } from './stages.ts';
import { bindSearch, bindSearchHealth } from './storage/search-access.ts';
import type { Stores, TableAccess } from './storage/stores.ts';

/** Where a function's bundle is: lib/bundle.ts, or a fake in tests. */
export type CodeOf = (name: FunctionName) => Code;

/** Makes the functions, each with the access that lib/access.ts gives it. */
export class FunctionFactory {
  private readonly made = new Map<FunctionName, JangteoFunction>();
  private readonly stage: Stage;
  private readonly stores: Stores;
  private readonly codeOf: CodeOf;

  constructor(stage: Stage, stores: Stores, codeOf: CodeOf) {
    this.stage = stage;
    this.stores = stores;
    this.codeOf = codeOf;
  }

  /** The function of a name: made under `scope` when it is first asked for, the same one after that. */
  get(scope: Construct, name: FunctionName): JangteoFunction {
    const fn = this.made.get(name) ?? this.make(scope, name);
    this.made.set(name, fn);
    return fn;
  }

  private make(scope: Construct, name: FunctionName): JangteoFunction {
    const fn = new JangteoFunction(scope, { stage: this.stage, name, code: this.codeOf(name) });
    this.bind(fn, ACCESS[name]);
    return fn;
  }

  private bind(fn: JangteoFunction, access: Access): void {
    for (const [table, kind] of Object.entries(access.tables ?? {})) {
      this.stores.bindTable(fn, table as TableName, kind as TableAccess);
    }
    if (access.archive) this.stores.bindBucket(fn, 'archive', access.archive);
    if (access.artefacts) this.stores.bindBucket(fn, 'artefacts', access.artefacts);
    if (access.stream) this.stores.bindStream(fn);
    const { search } = this.stores;
    if (search && access.search) bindSearch(fn, search, access.search);
    if (search && access.searchHealth) bindSearchHealth(fn, search);
  }
}
