import { randomUUID } from 'node:crypto';
import type { Json } from '../deploy/json.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../logs.ts';
import type { Matcher } from './patterns.ts';
import { shapeInput, type TargetInput } from './transformer.ts';

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Json;
  readonly resources?: string[];
}

export interface Target extends TargetInput {
  readonly id: string;
  readonly arn: string;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly matches?: Matcher;
  readonly targets: readonly Target[];
}

/** Hands JSON to whatever an ARN names: a function, a state machine, a queue. */
export type Deliver = (arn: string, payload: string) => void;

/** The default event bus: events go to the targets of every rule that matches. */
export class EventBus {
  private readonly rules: Rule[] = [];
  private readonly deliver: Deliver;
  private readonly log: Log;
  private readonly region: string;
  private readonly account: string;
  private stopped = false;

  constructor(region: string, account: string, deliver: Deliver, log: Log) {
    this.region = region;
    this.account = account;
    this.deliver = deliver;
    this.log = log;
  }

  add(rule: Rule): void {
    this.rules.push(rule);
  }

  emit(event: BusEvent): void {
    const envelope = this.envelope(event);
    for (const rule of this.rules) {
      if (rule.matches?.(envelope)) this.send(rule, envelope);
    }
  }

  /** What a rule with a schedule, or a schedule by itself, sends when its time has come. */
  fire(rule: Rule, source = 'aws.events'): void {
    this.send(
      rule,
      this.envelope({ source, detailType: 'Scheduled Event', detail: {}, resources: [rule.arn] }),
    );
  }

  envelope({ source, detailType, detail, resources }: BusEvent): Json {
    const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const { account, region } = this;
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time,
      region,
      resources: resources ?? [],
      detail,
    };
  }

  private send(rule: Rule, event: Json): void {
    if (this.stopped) return;
    for (const target of rule.targets) {
      try {
        this.deliver(target.arn, shapeInput(target, event, rule));
      } catch (error) {
        const text = `rule ${rule.name} could not reach its target ${target.arn}: ${messageOf(error)}`;
        this.log({ time: new Date(), source: 'events', level: 'ERROR', text });
      }
    }
  }

  stop(): void {
    this.stopped = true;
  }
}
