import type { FunctionName } from '../contract/functions.ts';
import { LARGEST_FUNCTION_MB } from '../contract/limits.ts';

export interface Size {
  /** Lambda gives processor by memory: 1,769 MB is one vCPU. */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** One vCPU: where somebody waits for the answer, or a file is parsed. */
const VCPU_MB = 1769;
/** 1.7 vCPU. */
const LARGEST_MB = LARGEST_FUNCTION_MB;
/** API Gateway gives up after 30 s: one second less, so that the log says which function was late. */
const HTTP_SECONDS = 29;
/** The most that Lambda gives. */
const BATCH_SECONDS = 900;

/**
 * Memory and time of every function. Idle costs nothing; a GB-second on arm64 costs 0.0000133334 USD, so a
 * request of 20 ms with one vCPU costs 0.46 USD a million, and one of 15 minutes with the largest 0.035 USD.
 */
export const SIZES: Readonly<Record<FunctionName, Size>> = {
  // 500 records of ≤ 1 MB, cut at Lambda's 6 MB: some 500 actors at 20 ms, 16 at a time, is 0.6 s; 60 s is
  // room for a hundred times that while the table throttles.
  'streaming/record-actors': { memoryMb: 1024, timeoutSeconds: 60 },
  // 6 MB of records, parsed and zipped (about 60 MB held, 0.3 s), a few hundred actors read for their facets, two PUTs.
  'streaming/archive-events': { memoryMb: 1024, timeoutSeconds: 60 },
  // 500 items read and written in one bulk, to two indices while a reindex runs: a second; two minutes are room for a
  // cluster that is slow.
  'streaming/index-items': { memoryMb: 512, timeoutSeconds: 120 },
  // A listing: 1,000 keys a call at 50 ms; a year of 20 s files (1.6 million) is 80 s.
  'batch/plan-together': { memoryMb: 1024, timeoutSeconds: 300 },
  // A part is a few files of ≤ 50,000 lines: 0.5 s each by line-wise parsing.
  'batch/prepare-events': { memoryMb: VCPU_MB, timeoutSeconds: 300 },
  // All prepared events at once: about 100 bytes each in typed arrays, so 1 M is 100 MB plus dictionaries.
  'batch/assemble-together': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  // The matrix whole (8 bytes a pair of actor and item) and an item range of rows.
  'batch/count-together': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  // Reads every model file once for its checksum: 100 MB/s.
  'batch/gate-models': { memoryMb: VCPU_MB, timeoutSeconds: BATCH_SECONDS },
  // 25 rows a write at 10 ms, several in flight: 10,000 rows/s at most, so 100,000 rows are 10 s and up.
  'batch/publish-model': { memoryMb: VCPU_MB, timeoutSeconds: BATCH_SECONDS },
  'batch/plan-rebuild': { memoryMb: 1024, timeoutSeconds: 300 },
  'batch/scatter-actors': { memoryMb: VCPU_MB, timeoutSeconds: 300 },
  'batch/gather-actors': { memoryMb: VCPU_MB, timeoutSeconds: BATCH_SECONDS },
  // The days that events touch and all items' sums: about 1 KB an event of a minute's files and their days, parsed.
  'batch/count-popularity': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  // Views of three hours, each once: 300,000 at the most at about 0.5 KB, and the counts of their items.
  'batch/count-fresh': { memoryMb: VCPU_MB, timeoutSeconds: 300 },
  'batch/plan-clusters': { memoryMb: 1024, timeoutSeconds: 300 },
  // The window's prepared events at once as for assemble-together, the facts of their items, 50,000 actors' vectors.
  'batch/learn-clusters': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  'batch/plan-repurchase': { memoryMb: 1024, timeoutSeconds: 300 },
  // Purchases, refunds and links of the window at once as for assemble-together, the facts of what was bought.
  'batch/learn-repurchase': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  // An index made; a cluster agrees on it within a minute.
  'batch/plan-reindex': { memoryMb: 256, timeoutSeconds: 300 },
  // A page of 1 MB of items at a time: 1,000 or so in 0.3 s, so a part of a million is five minutes.
  'batch/reindex-items': { memoryMb: 1024, timeoutSeconds: BATCH_SECONDS },
  // All items' sums, as count-popularity.
  'batch/finish-reindex': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  'batch/plan-export': { memoryMb: 1024, timeoutSeconds: 300 },
  // The users of a window's files, one file at a time: some 100 bytes a user.
  'batch/list-exported': { memoryMb: VCPU_MB, timeoutSeconds: BATCH_SECONDS },
  // A small file a part: 5,000 at 20 ms, 16 at a time, is 6 s.
  'batch/finish-export': { memoryMb: 512, timeoutSeconds: 300 },
  // A day's files one after another, a few MB/s; the day's requests, some 200 bytes each.
  'batch/plan-replay': { memoryMb: LARGEST_MB, timeoutSeconds: BATCH_SECONDS },
  // A small file a part, 100 at most.
  'batch/finish-replay': { memoryMb: 512, timeoutSeconds: 300 },
  // A listing or two and a few small reads; three times a minute.
  'batch/start-due': { memoryMb: 256, timeoutSeconds: 60 },
  // One read, two writes.
  'batch/end-run': { memoryMb: 256, timeoutSeconds: 30 },
  'provider/collect': { memoryMb: 1024, timeoutSeconds: HTTP_SECONDS },
  'provider/catalogue': { memoryMb: 1024, timeoutSeconds: HTTP_SECONDS },
  'provider/users': { memoryMb: 1024, timeoutSeconds: HTTP_SECONDS },
  'provider/recommend': { memoryMb: VCPU_MB, timeoutSeconds: HTTP_SECONDS },
  // 1,000 pages of some 40 ms, eight at a time, and their lines of a few KB: seconds; 15 minutes while a table throttles.
  'provider/export-pages': { memoryMb: VCPU_MB, timeoutSeconds: BATCH_SECONDS },
  // 50 requests of two pages, some 40 ms each: four seconds; 15 minutes while a table throttles.
  'provider/replay-pages': { memoryMb: VCPU_MB, timeoutSeconds: BATCH_SECONDS },
  'provider/admin': { memoryMb: 512, timeoutSeconds: HTTP_SECONDS },
  'provider/system': { memoryMb: 512, timeoutSeconds: HTTP_SECONDS },
  'provider/issue-key': { memoryMb: 256, timeoutSeconds: 30 },
};
