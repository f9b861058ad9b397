#!/usr/bin/env node
// Runs a command with the project's own Node 24 and tools first on PATH, after installing
// what is missing: so that `npm start` and `npm test` work as the first command on a fresh clone.
// Plain JavaScript for Node 20: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The environment in which the project's own binaries come first. */
export function toolEnvironment() {
  return { ...process.env, PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? '') };
}

/** Installs the locked dependencies unless exactly these are installed already; says so when it does. */
export function ensureDependencies() {
  const stamp = join(root, 'node_modules', '.jangteo-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('jangteo: installing dependencies (npm install), once…');
  // Not `npm ci`: it refuses a lock file in which a registry left out optional packages of other platforms.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error(
      `jangteo: npm install failed with ${npm.status ?? npm.signal ?? npm.error?.message}; nothing was started`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** Runs `command` to its end, handing on signals, and exits as it did. */
export function run(command, args) {
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: toolEnvironment(),
    shell: process.platform === 'win32',
  });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone does not.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  endWithNpm(child);
  child.on('error', (error) => {
    console.error(`jangteo: cannot run ${command}: ${error.message}`);
    process.exit(127);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** npm's shell does not hand its signals on: when it is gone, what it started ends too. */
function endWithNpm(child) {
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => process.ppid === shell || child.kill('SIGTERM'), 300).unref();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureDependencies();
  const [command, ...args] = process.argv.slice(2);
  run(command, args);
}
