import everything from './jest.config.js';

// What mutation testing runs a thousand times: no database, so nothing to set up.
const { globalSetup: _globalSetup, ...config } = everything;

export default {
  ...config,
  testMatch: ['<rootDir>/tests/unit/domain/*.test.ts', '<rootDir>/tests/unit/lightspeed/*.test.ts'],
};
