import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppProcess, runPreviz, startAppProcess } from '../../support/app-process.ts';
import { makeEyes } from '../../support/discord-app.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import { until } from '../../support/until.ts';

const MESSAGES = /^\/channels\/\d+\/messages$/;
const THREADS = /^\/channels\/\d+\/messages\/\d+\/threads$/;

let server: DiscordServer;
let dataDir: string;
let app: AppProcess;
const env = () => ({ PREVIZ_DATA: dataDir, DISCORD_TOKEN: server.token, DISCORD_API_URL: server.apiUrl });

beforeAll(async () => {
  server = await startDiscordServer();
  dataDir = await mkdtemp(join(tmpdir(), 'previz-discord-kill-'));
});

afterAll(async () => {
  await app?.stop();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

it('posts one root, one thread and one clip although the app is killed while it sends each of them', async () => {
  const eyes = makeEyes({ server });
  const guild = server.addGuild();
  const person = server.addPerson(guild, 'Mira', { admin: true });
  const channel = server.addChannel(guild);
  app = await startAppProcess(env());
  await until('a connection', async () => server.gateway.connected() === 1);
  // Each is done by Discord, and the answer never comes; then nothing of the app runs on.
  const dieAt = async (fault: Parameters<typeof server.faults.add>[0]) => {
    server.faults.add({ ...fault, method: 'POST', kind: 'stall' });
    await until('a message that is sent', async () => server.faults.left() === 0);
    await app.kill();
  };

  const dying = dieAt({ path: MESSAGES, kind: 'stall' });
  server.slash(person.id, channel.id, 'previz', [
    { name: 'scene', type: 3, value: 'a crane lifts a bell' },
    { name: 'seconds', type: 10, value: 1 },
    { name: 'size', type: 3, value: '320x180' },
    { name: 'model', type: 3, value: 'animatic' },
  ]);
  await dying;
  for (const fault of [{ path: THREADS }, { path: MESSAGES, files: true }] as const) {
    const next = dieAt({ ...fault, kind: 'stall' });
    app = await startAppProcess(env());
    await next;
  }
  app = await startAppProcess(env());

  const thread = await eyes.thread(channel.id, 'a crane lifts a bell');
  const clip = await eyes.clip(thread.id);
  const line = await until('a delivered take', async () => {
    const { out } = await runPreviz(env(), ['log', '--format', 'jsonl']);
    const [first] = out.split('\n').filter((row) => row.includes('"delivered"'));
    return first === undefined ? null : (JSON.parse(first) as { readonly message_id: string });
  });
  expect(line.message_id).toBe(clip.id);
  expect(eyes.messages(channel.id)).toHaveLength(1);
  expect(eyes.threads(channel.id)).toHaveLength(1);
  expect(
    eyes.messages(thread.id).filter(({ attachments }) => attachments.some(({ filename }) => /\.mp4$/.test(filename))),
  ).toHaveLength(1);
}, 240_000);
