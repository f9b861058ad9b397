#!/usr/bin/env node
// The `jangteo` command. Plain JavaScript for Node 20: installs what is missing, then runs
// cli/main.ts under the project's own Node 24, in the caller's folder.
import { join } from 'node:path';
import { ensureDependencies, root, run } from '../bin/with-deps.mjs';

ensureDependencies();
run('node', [join(root, 'cli', 'main.ts'), ...process.argv.slice(2)]);
