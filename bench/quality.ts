/**
 * Recommendation quality on the shared data by its protocol (../shared/data/README.md): rows and history recombination by similarity,
 * shrink and window, and the default lists, beside the peers of ../shared/peers, with paired bootstrap intervals.
 *
 *     node bench/quality.ts [--write] [--tune | --lists] [online-retail complete-journey]
 *
 * `--write` puts the tables into bench/README.md; `--tune` instead tries the lists' parameters on days before the cut, `--lists` leaves out the
 * grid of similarities, which takes most of the time. Data sets are
 * read from ../shared/data (or the folder of DATA), the peers' program from ../shared/peers (or PEERS). Peers run in .venv,
 * once: their lists are kept under peers-out. Nothing is random but the resamples, whose seed is fixed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DATASET_NAMES } from './quality/log.ts';
import { installPeers } from './quality/peers.ts';
import type { Result, Section } from './quality/run.ts';
import { aligned, markdown } from './quality/tables.ts';
import { report } from './report.ts';

const SHARED = join(import.meta.dirname, '../../shared');
const DATA = process.env.DATA ?? join(SHARED, 'data');
const PEERS = process.env.PEERS ?? join(SHARED, 'peers');
const README = join(import.meta.dirname, 'README.md');
const [BEGIN, END] = ['<!-- quality: begin -->', '<!-- quality: end -->'];

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean' }, tune: { type: 'boolean' }, lists: { type: 'boolean' } },
  allowPositionals: true,
});
const peers = !values.tune && existsSync(join(PEERS, 'peers.py')) && installPeers() ? PEERS : '-';
const names = positionals.length > 0 ? positionals : DATASET_NAMES;
const results = await Promise.all(names.map(measure));
const sections = results.flatMap((result) => result.sections);
for (const { title, table } of sections) console.log(`\n${title}\n${aligned(table)}`);
for (const { name, value, unit } of results.flatMap(({ figures }) => figures)) report(name, value, unit);
if (values.write) write(sections);

/** A data set in a process of its own. */
function measure(name: string): Promise<Result> {
  const script = join(import.meta.dirname, 'quality/run.ts');
  const mode = values.tune ? ['tune'] : values.lists ? ['lists'] : [];
  const options = [script, name, DATA, peers, ...mode];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => {
    printed += bytes;
  });
  return new Promise((resolve, reject) =>
    child.on('close', (status) =>
      status === 0 ? resolve(JSON.parse(printed)) : reject(new Error(`${name} ended with ${status}`)),
    ),
  );
}

function write(sections: readonly Section[]): void {
  const text = readFileSync(README, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${README} has no lines ${BEGIN} and ${END} to write between`);
  const measured = sections.map(({ title, table }) => [title, `${markdown(table)}\n`] as const);
  const tables = new Map([...tablesIn(text.slice(from + BEGIN.length, to)), ...measured]);
  const written = Array.from(tables, ([title, table]) => `**${title}**\n\n${table}`).join('\n');
  writeFileSync(README, `${text.slice(0, from + BEGIN.length)}\n\n${written}\n${text.slice(to)}`);
}

/** Tables by title: those that a run did not measure stay. */
function tablesIn(text: string): [string, string][] {
  const parts = text.split(/^\*\*(.+)\*\*$/m).slice(1);
  return parts.flatMap((title, at) =>
    at % 2 === 0 ? [[title, `${parts[at + 1]!.trim()}\n`] as [string, string]] : [],
  );
}
