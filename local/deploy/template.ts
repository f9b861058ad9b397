import { LocalError } from '../errors.ts';
import { MEANINGLESS_TYPES, meaninglessProperties } from '../meaningless.ts';
import { physicalName } from '../names.ts';
import { KINDS } from '../resources/index.ts';
import type { World } from '../world.ts';
import type { AssemblyStack, TemplateResource } from './assembly.ts';
import { evaluate, type Scope } from './intrinsics.ts';
import type { Json, JsonObject } from './json.ts';
import type { ResourceKind, ResourceRef } from './kind.ts';
import { Properties, unknownProperty, withoutMeaningless } from './properties.ts';

export interface PlannedResource {
  readonly ref: ResourceRef;
  readonly kind: ResourceKind;
  /** Resolved when asked for: by then all that it may refer to is there. */
  readonly properties: () => Properties;
}

/** What earlier stacks left for later ones. */
export interface Shared {
  readonly exports: Map<string, Json>;
}

/** A stack with every reference resolved; nothing is created yet. */
export class StackTemplate {
  private readonly stack: AssemblyStack;
  private readonly world: World;
  private readonly shared: Shared;
  private readonly parameters = new Map<string, Json>();
  private readonly conditions = new Map<string, boolean>();
  private readonly evaluated = new Map<string, Properties>();

  constructor(stack: AssemblyStack, world: World, shared: Shared) {
    this.stack = stack;
    this.world = world;
    this.shared = shared;
    if (stack.template.Transform !== undefined) {
      throw new LocalError(
        'Unsupported',
        `stack ${stack.name}: transforms are not run here, got ${JSON.stringify(stack.template.Transform)}`,
      );
    }
    this.readParameters();
  }

  private readParameters(): void {
    for (const [name, { Type, Default }] of Object.entries(this.stack.template.Parameters ?? {})) {
      if (name === 'BootstrapVersion') continue;
      const where = `stack ${this.stack.name}, parameter ${name}`;
      if (Default === undefined)
        throw new LocalError('MissingParameter', `${where}: has no default, and there is nobody to ask`);
      if (Type.startsWith('AWS::SSM::Parameter::Value')) {
        const value = this.world.parameters.get(String(Default));
        if (value === undefined)
          throw new LocalError(
            'MissingParameter',
            `${where}: no earlier stack has an SSM parameter ${JSON.stringify(Default)}`,
          );
        this.parameters.set(name, Type.includes('List<') ? value.split(',') : value);
      } else {
        this.parameters.set(name, Type === 'CommaDelimitedList' ? String(Default).split(',') : Default);
      }
    }
  }

  /** Ids of the HTTP APIs, whose ports must be known before anything refers to them. */
  apis(): string[] {
    const all = Object.entries(this.resources());
    return all
      .filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api')
      .map(([id, resource]) => this.physicalId(id, resource));
  }

  /** Every resource that is to be created. */
  plan(): PlannedResource[] {
    return Object.entries(this.resources()).flatMap(([id, resource]) => {
      if (resource.Type in MEANINGLESS_TYPES) return [];
      return [
        {
          ref: this.reference(id, resource),
          kind: this.kind(id, resource),
          properties: () => this.properties(id),
        },
      ];
    });
  }

  outputs(): Record<string, string> {
    const outputs: Record<string, string> = {};
    for (const [name, output] of Object.entries(this.stack.template.Outputs ?? {})) {
      if (output.Condition !== undefined && !this.condition(output.Condition)) continue;
      const scope = this.scope(`stack ${this.stack.name}, output ${name}`);
      const value = evaluate(output.Value, scope);
      if (output.Export !== undefined)
        this.shared.exports.set(String(evaluate(output.Export.Name, scope)), value ?? '');
      outputs[name] = typeof value === 'string' ? this.world.localUrl(value) : JSON.stringify(value);
    }
    return outputs;
  }

  private resources(): Record<string, TemplateResource> {
    const all = Object.entries(this.stack.template.Resources ?? {});
    return Object.fromEntries(
      all.filter(([, one]) => one.Condition === undefined || this.condition(one.Condition)),
    );
  }

  private reference(id: string, resource: TemplateResource): ResourceRef {
    return {
      stack: this.stack.name,
      logicalId: id,
      type: resource.Type,
      path: resource.Metadata?.['aws:cdk:path'] ?? `${this.stack.name}/${id}`,
      name: this.physicalId(id, resource),
    };
  }

  private where(id: string, type: string): string {
    return `stack ${this.stack.name}, resource ${id} (${type})`;
  }

  private kind(id: string, { Type }: TemplateResource): ResourceKind {
    const kind = KINDS[Type];
    if (kind !== undefined) return kind;
    throw new LocalError(
      'UnknownType',
      `${this.where(id, Type)}: this resource type is not known here; known are ${Object.keys(KINDS).join(', ')}, and what local/meaningless.ts lists`,
    );
  }

  private properties(id: string): Properties {
    const done = this.evaluated.get(id);
    if (done !== undefined) return done;
    const resource = this.resources()[id] as TemplateResource;
    const where = this.where(id, resource.Type);
    const passedOver = meaninglessProperties(resource.Type);
    const raw = withoutMeaningless(resource.Properties ?? {}, passedOver);
    const value = withoutMeaningless((evaluate(raw, this.scope(where)) ?? {}) as JsonObject, passedOver);
    const known = this.kind(id, resource).properties;
    const unknown = unknownProperty(value, known);
    if (unknown !== undefined) {
      throw new LocalError(
        'UnknownProperty',
        `${where}: the property ${unknown} is not known here; known are ${known.join(', ')}, and what local/meaningless.ts lists`,
      );
    }
    const properties = new Properties(where, this.localUrls(value));
    this.evaluated.set(id, properties);
    return properties;
  }

  private localUrls(value: JsonObject): JsonObject {
    return JSON.parse(JSON.stringify(value), (_, one) =>
      typeof one === 'string' ? this.world.localUrl(one) : one,
    );
  }

  private physicalName(id: string, resource: TemplateResource): string {
    const kind = KINDS[resource.Type];
    const given = kind?.nameProperty === undefined ? undefined : resource.Properties?.[kind.nameProperty];
    if (given !== undefined) {
      const value = evaluate(given, this.scope(this.where(id, resource.Type)));
      if (typeof value === 'string') return value;
    }
    return physicalName(this.stack.name, id, kind?.longest ?? 64, kind?.lowerCase ?? false);
  }

  private physicalId(id: string, resource: TemplateResource): string {
    const name = this.physicalName(id, resource);
    return KINDS[resource.Type]?.ref?.(name, () => this.properties(id), this.world) ?? name;
  }

  private condition(name: string): boolean {
    const known = this.conditions.get(name);
    if (known !== undefined) return known;
    const expression = this.stack.template.Conditions?.[name];
    const where = `stack ${this.stack.name}, condition ${name}`;
    if (expression === undefined)
      throw new LocalError('BadExpression', `${where}: there is no such condition`);
    const result = evaluate(expression, this.scope(where)) === true;
    this.conditions.set(name, result);
    return result;
  }

  private pseudo(name: string): Json | undefined {
    const { region, account } = this.world;
    const pseudo: Record<string, Json> = {
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.stack.name,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${this.stack.name}/local`,
      'AWS::NotificationARNs': [],
    };
    return pseudo[name];
  }

  private attribute(id: string, name: string): string | undefined {
    const resource = this.resources()[id];
    if (resource === undefined) return undefined;
    const kind = KINDS[resource.Type];
    const physical = this.physicalName(id, resource);
    const value = kind?.attribute?.(physical, name, () => this.properties(id), this.world);
    if (value !== undefined || !(resource.Type in MEANINGLESS_TYPES)) return value;
    return name === 'Arn' || name.endsWith('Arn')
      ? this.world.arn(resource.Type.split('::')[1]?.toLowerCase() ?? '', physical)
      : `${physical}.${name}`;
  }

  private scope(where: string): Scope {
    return {
      where,
      ref: (name) => {
        const resource = this.resources()[name];
        return resource === undefined
          ? (this.pseudo(name) ?? this.parameters.get(name))
          : this.physicalId(name, resource);
      },
      attribute: (id, name) => this.attribute(id, name),
      condition: (name) => this.condition(name),
      mapping: (map, first, second) => this.stack.template.Mappings?.[map]?.[first]?.[second],
      imported: (name) => this.shared.exports.get(name),
      dynamic: (service, key) => this.world.dynamic(service, key),
      zones: ['a', 'b', 'c'].map((zone) => `${this.world.region}${zone}`),
    };
  }
}
