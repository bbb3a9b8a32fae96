import { availableParallelism } from 'node:os';

const isSlow = process.env['SLOW'] === '1' || process.env['LONG'] === '1';

/** How a source file becomes what jest runs; `.tsx` is the console's pages. */
const swc = (parser) => ({
  jsc: {
    parser,
    target: 'es2024',
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
});

export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // What takes long is in `npm run test:slow` and `test:long` (docs/testing.md).
  testPathIgnorePatterns: ['/node_modules/', ...(isSlow ? [] : ['\\.slow\\.test\\.ts$'])],
  modulePathIgnorePatterns: [
    '<rootDir>/.esbuild/',
    '<rootDir>/.packages/',
    '<rootDir>/.python/',
    '<rootDir>/.serverless/',
    '<rootDir>/.stryker-tmp/',
  ],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.ts$': ['@swc/jest', swc({ syntax: 'typescript' })],
    '\\.tsx$': ['@swc/jest', swc({ syntax: 'typescript', tsx: true })],
    '\\.(css|browser)$': '<rootDir>/tests/support/as-text.js',
  },
  setupFiles: ['<rootDir>/tests/support/no-terminal.ts'],
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  // Tests wait for timers and for other processes. The slow ones start many of these themselves.
  maxWorkers: isSlow ? availableParallelism() : Math.ceil(availableParallelism() * 1.5),
  testTimeout: 30_000,
};
