import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Layout } from './layout.ts';

/**
 * The port of last time, so that addresses in other tools stay right; another free one when it has failed. Whether it
 * is free only the server's own start can tell: a look would hold it for a moment, and disturb those who look too.
 */
export async function choosePort(layout: Layout, isFirstTry: boolean): Promise<number> {
  const remembered = Number(await readFile(layout.portFile, 'utf8').catch(() => '0'));
  const isUsable = isFirstTry && Number.isInteger(remembered) && remembered > 0 && remembered < 65_536;
  return isUsable ? remembered : findFreePort();
}

export const rememberPort = (layout: Layout, port: number): Promise<void> => writeFile(layout.portFile, `${port}\n`);

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
