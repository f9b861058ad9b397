// Compiles wasm/kernel.ts, and writes it as domain/together/kernel-code.ts: `npm run kernel`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER = import.meta.dirname;
const OPTIONS = '-O3 --runtime stub --noAssert --enable simd --enable threads';
const MEMORY = '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';
const LINE = /.{1,100}/g;

/** The file that holds the compiled kernel as text, so that a bundle needs nothing beside its code. */
export const TARGET = join(FOLDER, '../domain/together/kernel-code.ts');

/** @returns what that file holds: the same for the same source and compiler */
export async function compile(): Promise<string> {
  const written: Uint8Array[] = [];
  const options = `kernel.ts ${OPTIONS} ${MEMORY} --baseDir`.split(' ');
  const { error, stderr } = await asc.main([...options, FOLDER, '--outFile', 'kernel.wasm'], {
    writeFile: (_, contents) => void written.push(contents as Uint8Array),
  });
  if (error) throw new Error(`wasm/kernel.ts does not compile: ${stderr.toString()}`);
  const lines = Buffer.from(written[0]!).toString('base64').match(LINE)!;
  return `/** wasm/kernel.ts as WebAssembly in base64, made by \`npm run kernel\`. */
export const KERNEL_CODE: string = [
${lines.map((line) => `  '${line}',\n`).join('')}].join('');
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(TARGET, await compile());
