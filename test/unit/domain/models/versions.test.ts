import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activated,
  beginVersion,
  keep,
  planActivation,
  type RowVersion,
  visible,
} from '../../../../domain/models/versions.ts';
import type { ModelPointer, ModelVersion } from '../../../../domain/ports.ts';

const KEYS = ['a', 'b', 'c'] as const;
type Content = Readonly<Record<(typeof KEYS)[number], string | undefined>>;

/** A model served as the product does it: rows are written only where they differ from what is active. */
class Served {
  pointer: ModelPointer | undefined;
  readonly contents = new Map<string, Content>();
  readonly rows = new Map<string, readonly RowVersion<string>[]>();

  publish(version: string, content: Content, stopAfter: number): void {
    this.contents.set(version, content);
    const begun = beginVersion(this.pointer, 'm', version);
    const { ordinal, ...pointer } = begun;
    this.pointer = pointer;
    const active = this.contents.get(pointer.activeVersion ?? '');
    const changed = KEYS.filter((key) => active?.[key] !== content[key]);
    for (const key of changed.slice(0, stopAfter))
      this.rows.set(key, keep(this.rows.get(key) ?? [], pointer, ordinal, content[key]));
    if (stopAfter >= changed.length) this.pointer = activated(this.pointer, version, ordinal);
  }

  flip(version: string): boolean {
    const versions = [...this.contents.keys()].map((name) => ({ version: name, state: 'ready' }));
    const plan = planActivation(this.pointer, versions as unknown as ModelVersion[], version);
    if (plan.how === 'flip') this.pointer = activated(this.pointer!, version, plan.ordinal);
    return plan.how === 'flip';
  }

  shown(): Content {
    const pointer = this.pointer ?? { active: 0, withdrawn: [] };
    const show = (key: string) => visible(this.rows.get(key) ?? [], pointer)?.data;
    return { a: show('a'), b: show('b'), c: show('c') };
  }
}

const NOTHING: Content = { a: undefined, b: undefined, c: undefined };
const value = fc.constantFrom(undefined, 'x', 'y', 'z');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ content: fc.record({ a: value, b: value, c: value }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ content: fc.record({ a: value, b: value, c: value }), stopAfter: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.constant({ again: true } as const) },
  { weight: 3, arbitrary: fc.record({ flipTo: fc.nat(12) }) },
);

describe('versions of a model', () => {
  it('show exactly the active one after any publishes, half-finished ones, retries and flips', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const served = new Served();
        let last: { version: string; content: Content } | undefined;
        for (const [number, one] of steps.entries()) {
          const before = served.pointer?.activeVersion;
          if ('flipTo' in one) {
            if (served.flip(`v${one.flipTo}`)) expect(served.pointer?.activeVersion).toBe(`v${one.flipTo}`);
          } else if ('again' in one) {
            if (last && served.pointer?.activeVersion !== last.version)
              served.publish(last.version, last.content, KEYS.length);
          } else {
            last = { version: `v${number}`, content: one.content };
            served.publish(last.version, one.content, 'stopAfter' in one ? one.stopAfter : KEYS.length);
          }
          const active = served.pointer?.activeVersion;
          expect(served.shown()).toEqual(active === undefined ? NOTHING : served.contents.get(active));
          if ('stopAfter' in one && active !== last?.version) expect(active).toBe(before);
          for (const versions of served.rows.values()) expect(versions.length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('flip back by one version and forth again, but not while another is being published', () => {
    const served = new Served();
    served.publish('v1', { ...NOTHING, a: 'x' }, 3);
    served.publish('v2', { ...NOTHING, a: 'y' }, 3);
    expect(served.flip('v1')).toBe(true);
    expect(served.shown().a).toBe('x');
    expect(served.flip('v2')).toBe(true);
    expect(served.shown().a).toBe('y');
    served.publish('v3', { ...NOTHING, a: 'z' }, 0);
    expect(served.flip('v1')).toBe(false);
    expect(served.shown().a).toBe('y');
  });

  it('leave alone a row that a later publish wrote', () => {
    const late = beginVersion(undefined, 'm', 'v1');
    const { ordinal } = beginVersion(late, 'm', 'v2');
    const written = keep([], late, ordinal, 'new');
    expect(keep(written, late, late.ordinal, 'old')).toBe(written);
  });

  it('say how a version is activated', () => {
    const versions = [
      { version: 'v1', state: 'ready' },
      { version: 'v2', state: 'ready' },
      { version: 'v3', state: 'ready' },
      { version: 'bad', state: 'refused', refusal: '3 rows' },
    ] as unknown as ModelVersion[];
    const pointer = {
      ...{ model: 'm', active: 3, newest: 3, withdrawn: [] },
      ...{ activeVersion: 'v3', previous: 2, previousVersion: 'v2' },
    };
    expect(planActivation(pointer, versions, 'v3')).toEqual({ how: 'none' });
    expect(planActivation(pointer, versions, 'v2')).toEqual({ how: 'flip', ordinal: 2 });
    expect(planActivation(pointer, versions, 'v1')).toEqual({ how: 'republish' });
    expect(planActivation(undefined, versions, 'v1')).toEqual({ how: 'republish' });
    expect(planActivation(pointer, versions, 'v9')).toMatchObject({ how: 'refused' });
    expect(planActivation(pointer, versions, 'bad')).toMatchObject({
      reason: expect.stringContaining('3 rows'),
    });
  });
});
