import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe, it } from 'vitest';

const BINARY = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Nothing of the browser's own calls home, and it runs as root on a machine without a screen. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe`, where there is a Chromium. Elsewhere it says what was skipped, or fails if PREVIZ_REQUIRE names chromium. */
export function describeWithChromium(name: string, body: () => void): void {
  if (BINARY !== undefined) return void describe(name, body);
  if ((process.env['PREVIZ_REQUIRE'] ?? '').split(',').includes('chromium')) {
    return void it(name, () => {
      throw new Error('Chromium is required and not installed');
    });
  }
  process.stderr.write(`SKIPPED: ${name} (no Chromium installed)\n`);
  describe.skip(name, body);
}

export function openBrowser(): Promise<Browser> {
  if (BINARY === undefined) throw new Error('no Chromium');
  return chromium.launch({ executablePath: BINARY, args: FLAGS });
}
