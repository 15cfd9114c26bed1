import { expect, it } from 'vitest';
import { makeApi, makeBrake } from '../../../src/adapters/discord/rest.ts';

type Send = Parameters<ReturnType<typeof makeBrake>['guard']>[0];

const answered = (status: number, scope: string | null): Send =>
  (async () => new Response(null, { status, headers: scope === null ? {} : { 'x-ratelimit-scope': scope } })) as Send;

/** Whether Discord is left alone after so many of these answers. */
async function rests(status: number, scope: string | null, times: number): Promise<boolean> {
  const send = makeBrake(
    () => 0,
    () => {},
  ).guard(answered(status, scope));
  for (let at = 0; at < times; at += 1) await send('https://discord.example', {});
  return send('https://discord.example', {}).then(
    () => false,
    () => true,
  );
}

it.each([
  ['a refused token', 401, null, true],
  ['a missing right', 403, null, true],
  ['our own limit', 429, 'user', true],
  ['a limit that says nothing of whose it is', 429, null, true],
  ['a limit that all bots share', 429, 'shared', false],
  ['what is not there', 404, null, false],
])('counts %s as Discord does', async (_, status, scope, counts) => {
  expect(await rests(status, scope, 500)).toBe(counts);
});

it('gives an upload of a hundred mebibytes two minutes, an answer three seconds, and sends nothing twice', () => {
  const { bot, interactions } = makeApi({ token: 'a.b.c', apiUrl: null, report: () => {} });

  expect(bot.options).toMatchObject({ timeout: 120_000, retries: 0 });
  expect(interactions.options).toMatchObject({ timeout: 3_000, retries: 0 });
});
