// Compiles wasm/kernel.ts, and writes it as domain/together/kernel-code.ts: `npm run kernel`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER = import.meta.dirname;
const OPTIONS = '-O3 --runtime stub --noAssert --enable simd --enable threads';
const MEMORY = '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';
const LINE = 100;

/** The file that holds the compiled kernel as text, so that a bundle needs nothing beside its code. */
export const TARGET = join(FOLDER, '../domain/together/kernel-code.ts');

/** @returns what that file holds: the same for the same source and compiler */
export async function compile() {
  const options = ['kernel.ts', ...OPTIONS.split(' '), ...MEMORY.split(' '), '--baseDir', FOLDER];
  let wasm;
  const writeFile = (_, contents) => {
    wasm = contents;
  };
  const { error, stderr } = await asc.main([...options, '--outFile', 'kernel.wasm'], { writeFile });
  if (error) throw new Error(`wasm/kernel.ts does not compile: ${stderr.toString()}`);
  const lines = Buffer.from(wasm)
    .toString('base64')
    .match(new RegExp(`.{1,${LINE}}`, 'g'));
  const text = lines.map((line) => `  '${line}',\n`).join('');
  return `/** wasm/kernel.ts as WebAssembly in base64, made by \`npm run kernel\`. */\nexport const KERNEL_CODE: string = [\n${text}].join('');\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(TARGET, await compile());
