import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Fast-check and the emulators need more than five seconds on a busy machine; nothing needs a minute.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    coverage: {
      provider: 'v8',
      include: [
        'domain/**/*.ts',
        'contract/**/*.ts',
        'adapters/**/*.ts',
        'functions/**/*.ts',
        'lib/**/*.ts',
        'local/**/*.ts',
        'cli/**/*.ts',
      ],
      exclude: ['**/*.lambda.ts', '**/*.d.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 80, functions: 80, branches: 75, statements: 80 },
    },
  },
});
