import { defineConfig } from 'vitest/config';

const withDatabase = {
  globalSetup: ['test/support/global-setup.ts'],
  // Generous: nothing here asserts how long something takes, and the machine may be busy.
  testTimeout: 90_000,
  hookTimeout: 90_000,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        test: {
          ...withDatabase,
          name: 'integration',
          include: ['test/{integration,contract,e2e,faults}/**/*.test.ts'],
        },
      },
    ],
  },
});
