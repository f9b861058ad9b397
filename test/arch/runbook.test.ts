import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the runbook', () => {
  it('has a section for every alarm, with its severity', () => {
    const alarms = [...read('lib/operations/watch.ts').matchAll(/name: '([\w-]+)',\s+severity: '(\w+)'/g)];
    expect(alarms.length).toBeGreaterThan(0);
    const runbook = read('docs/runbook.md');
    for (const [, name, severity] of alarms) expect(runbook).toContain(`## ${name}\n\n*${severity}.*`);
  });
});
