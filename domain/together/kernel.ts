import { KERNEL_CODE } from './kernel-code.ts';

/** What wasm/kernel.ts exports; addresses are bytes of the memory that it was loaded with. */
export interface Kernel extends Readonly<Record<`${'count' | 'mark'}${2 | 4}by${Width}`, Count>> {
  matrixAt(starts: number, ranks: number, columnStarts: number, columnMembers: number, items: number): void;
  scratchAt(
    weights: number,
    counts: number,
    marks: number,
    ranks: number,
    counted: number,
    room: number,
  ): void;
  stepsOf(item: number): number;
  list1: List;
  list2: List;
  list4: List;
  isDone(): number;
}

/** Bytes of a counter. */
export type Width = 1 | 2 | 4;
export type Count = (item: number, own: number) => void;
export type List = (
  marked: boolean,
  backwards: boolean,
  least: number,
  slope: number,
  base: number,
) => number;

/** Counters that share a bar, as in wasm/kernel.ts. */
export const BLOCK = 128;

const PAGE = 65_536;
const MOST_PAGES = 65_536;

let compiled: WebAssembly.Module | undefined;

/** The kernel over a memory; compiled once a process. */
export function loadKernel(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_CODE), (letter) => letter.charCodeAt(0)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel;
}

export class MatrixTooLargeError extends Error {
  readonly code = 'matrix-too-large';

  constructor(bytes: number) {
    super(`a matrix is counted in ${MOST_PAGES * PAGE} bytes of memory at most, this one takes ${bytes}`);
  }
}

/**
 * Memory that the kernel and typed arrays share, and so may threads: room for arrays of these sizes in bytes.
 *
 * @returns the memory and the address of each array
 * @throws MatrixTooLargeError for more than 4 GiB, which WebAssembly cannot address
 */
export function toMemory(sizes: readonly number[]): { memory: WebAssembly.Memory; at: number[] } {
  let end = PAGE;
  const at = sizes.map((size) => {
    const from = end;
    end = from + Math.ceil(size / 64) * 64;
    return from;
  });
  const pages = Math.ceil(end / PAGE);
  if (pages > MOST_PAGES) throw new MatrixTooLargeError(end);
  return { memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }), at };
}
