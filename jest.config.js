export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: [
    '<rootDir>/.esbuild/',
    '<rootDir>/.packages/',
    '<rootDir>/.python/',
    '<rootDir>/.serverless/',
    '<rootDir>/.stryker-tmp/',
  ],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['<rootDir>/tests/support/no-terminal.ts'],
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  // One a core: jest would leave one of two cores idle.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
