import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run bench` runs them all, one after another; `npm run bench -- start ack` some. */
const ALL = [
  'start',
  'ack',
  'animatic',
  'pipeline',
  'providers',
  'providers-download',
  'providers-time',
  'digest',
  'digest-race',
  'discord-ack',
  'discord-suggest',
  'discord-fit',
  'discord-votes',
  'slack-ack',
  'slack-upload',
  'slack-votes',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${ALL.join(', ')}.\n`);
  process.exit(2);
}
for (const name of asked.length === 0 ? ALL : asked) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`${name}.ts`, import.meta.url))], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
