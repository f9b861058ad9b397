import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../../lib/stages.ts';
import { BILLED, type CostLine, costOf, FREE_WHEN_IDLE, idleCosts, sumOf } from './costs.ts';
import { resourcesOf, templatesOf } from './synth.ts';

/** Rows as they read, whatever the formatter pads them with. */
const doc = readFileSync(new URL('../../../docs/costs.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
const billOf = (stage: string) => {
  const { data, app } = templatesOf(stage);
  return idleCosts(data, app);
};
const row = (line: CostLine) =>
  `| ${line.what} | ${line.quantity.toLocaleString('en')} ${line.unit} | ${line.price} | ${costOf(line).toFixed(2)} |`;

describe('the idle bill', () => {
  it('of the smallest stage stays below 25 USD a month', () => {
    expect(sumOf(billOf('small'))).toBeLessThanOrEqual(25);
  });

  it('counts the shards and the metrics of the alarms in the template', () => {
    const dev = new Map(billOf('dev').map((line) => [line.what, line.quantity]));
    const staging = new Map(billOf('staging').map((line) => [line.what, line.quantity]));
    expect([dev.get('Kinesis shards'), dev.get('CloudWatch alarms')]).toEqual([730, 2]);
    expect(staging.get('Kinesis retention beyond 24 h')).toBe(730);
    // Nine alarms of one metric, three of a share; two look at one of each of ten machines, one at five queues.
    expect(staging.get('CloudWatch alarms')).toBe(9 + 6 + 20 + 5);
    expect([dev.get('OpenSearch nodes'), dev.get('OpenSearch volumes')]).toEqual([730, 10]);
  });

  it('knows of every type of resource whether it costs something while idle', () => {
    const { data, app } = templatesOf('dev');
    const types = new Set([...resourcesOf(data), ...resourcesOf(app)].map(([, { Type }]) => Type));
    expect([...types].sort()).toEqual([...FREE_WHEN_IDLE, ...BILLED].sort());
  });

  it('is the one in docs/costs.md, line by line', () => {
    const small = billOf('small');
    for (const line of [...small, ...billOf('dev')]) expect(doc).toContain(row(line));
    expect(doc).toContain(`| **Sum** | | | **${sumOf(small).toFixed(2)}** |`);
  });

  it.each(Object.keys(STAGES))('of %s is the sum that docs/costs.md gives', (stage) => {
    expect(doc).toContain(`| \`${stage}\` | ${sumOf(billOf(stage)).toFixed(2)} |`);
  });
});
