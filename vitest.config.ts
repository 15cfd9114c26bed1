import { defineConfig } from 'vitest/config';

/** Generous: nothing here asserts how long something takes, and the machine may be busy. */
const patient = { testTimeout: 90_000, hookTimeout: 90_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...patient, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        test: {
          ...patient,
          name: 'integration',
          globalSetup: ['test/support/global-setup.ts'],
          include: ['test/{integration,contract,e2e,faults}/**/*.test.ts'],
        },
      },
    ],
  },
});
