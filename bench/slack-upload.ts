import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSlackServer } from '../test/support/slack-server/slack-server.ts';
import { printFigures } from './report.ts';

/** How much memory an upload of a large clip takes, in a process of its own. */
const BYTES = 200 * 2 ** 20;
const LIMIT = 32;

const folder = await mkdtemp(join(tmpdir(), 'previz-bench-upload-'));
const slack = await startSlackServer();
try {
  await writeFile(join(folder, 'small.mp4'), Buffer.alloc(2 ** 20, 1));
  const file = await open(join(folder, 'large.mp4'), 'w');
  for (let at = 0; at < BYTES; at += 2 ** 20) await file.write(Buffer.alloc(2 ** 20, at % 251));
  await file.close();
  const out = join(folder, 'grown');
  const script = fileURLToPath(new URL('slack/upload.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', script, slack.apiUrl, folder, 'large.mp4', out], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the upload ended with ${code}`);
  const grown = Number(await readFile(out, 'utf8')) / 2 ** 20;
  const received = [...slack.state.files.values()].at(-1)?.received ?? 0;
  if (received !== BYTES) throw new Error(`Slack received ${received} bytes`);
  printFigures('Slack: memory while a 200 MiB clip is uploaded', [
    {
      what: 'growth of the resident set',
      measured: `${grown.toFixed(1)} MiB`,
      target: `≤ ${LIMIT} MiB`,
      met: grown <= LIMIT,
    },
  ]);
} finally {
  await slack.stop();
  await rm(folder, { recursive: true, force: true });
}
