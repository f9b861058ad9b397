import type { World } from '../world.ts';
import type { Properties } from './properties.ts';

/** One resource of a template, as others refer to it. */
export interface ResourceRef {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** `aws:cdk:path`, or stack and logical id where the template has none. */
  readonly path: string;
  /** What `Ref` gives. */
  readonly name: string;
}

/** What a resource type is here: which properties it knows, how it is called, and how it comes to be. */
export interface ResourceKind {
  /** Known properties, see `properties.ts` for the way to write them. */
  readonly properties: readonly string[];
  /** The property that sets the physical name, if the type has one. */
  readonly nameProperty?: string;
  /** Longest physical name. */
  readonly longest?: number;
  readonly lowerCase?: boolean;
  /** What `Ref` gives, where that is not the physical name. */
  ref?(name: string, properties: () => Properties, world: World): string;
  /** What `Fn::GetAtt` gives. */
  attribute?(name: string, attribute: string, properties: () => Properties, world: World): string | undefined;
  /** Lower ones are created first. */
  readonly phase: number;
  create?(resource: ResourceRef, properties: Properties, world: World): Promise<void> | void;
}

export const PHASE = { storage: 0, functions: 1, machines: 2, sources: 3, routes: 4 } as const;
