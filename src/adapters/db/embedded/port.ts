import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Layout } from './layout.ts';

/** The port of last time, so that addresses in other tools stay right; another free one when it is taken or has failed. */
export async function choosePort(layout: Layout, isFirstTry: boolean): Promise<number> {
  const remembered = Number(await readFile(layout.portFile, 'utf8').catch(() => '0'));
  const isUsable = isFirstTry && Number.isInteger(remembered) && remembered > 0 && remembered < 65_536;
  const port = (isUsable ? await listenOnce(remembered) : null) ?? (await listenOnce(0));
  if (port === null) throw new Error('no port is free on 127.0.0.1');
  return port;
}

/** Only what has started counts: whoever loses the race for the folder finds the port taken by the winner. */
export const rememberPort = (layout: Layout, port: number): Promise<void> => writeFile(layout.portFile, `${port}\n`);

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
