import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withConnection } from '../../../src/adapters/db/connect.ts';
import { personId, type TakeId } from '../../../src/core/ids.ts';
import { checkInvariants, type Evidence } from '../../support/invariants.ts';
import { claimed, newAct, ready, send } from './moves.ts';
import { fresh, NOW, newPlace, type Place, queuedTake, withStage } from './stage.ts';

const stage = withStage();

/** Past triggers and functions, as only a bug or a hand in the database could. */
const harm = (...statements: readonly string[]) =>
  withConnection(stage().url, async (client) => {
    await client.query('set session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  });

const breachesOf = async (id: string, evidence: Evidence = {}) =>
  (await checkInvariants(stage().db, evidence)).filter((breach) => breach.includes(id));

interface Scene {
  readonly place: Place;
  readonly take: TakeId;
}

async function delivered(): Promise<Scene> {
  const place = await newPlace(stage());
  const take = await queuedTake(stage(), place, 10n);
  await ready(stage(), take, 8n);
  await send(stage(), `clip-${take}`);
  return { place, take };
}

async function queued(): Promise<Scene> {
  const place = await newPlace(stage());
  return { place, take: await queuedTake(stage(), place, 10n) };
}

async function submitting(): Promise<Scene> {
  const scene = await queued();
  await claimed(stage(), scene.take);
  return scene;
}

describe('the check of a run that is over', () => {
  it('names what was left undone', async () => {
    const { place, take } = await queued();
    const act = newAct(place, { kind: 'command', text: 'cabin' });
    await stage().inbox.record(act);

    const breaches = await checkInvariants(stage().db, { settled: true });

    expect(breaches).toContain(`4: take ${take} is queued and has not ended`);
    expect(breaches).toContain(`4: act ${act.id} was never worked on`);
    expect(breaches).toContain(`4: message card-${take} shows revision 0 of 1`);
    await stage().inbox.finish(act.id, NOW);
  });
});

describe('the check against what others saw', () => {
  it('names a bill that the ledger does not know', async () => {
    await harm('truncate take, reservation, ledger, budget, attempt cascade');
    await delivered();
    await submitting();

    const check = async (evidence: Evidence) =>
      (await checkInvariants(stage().db, evidence)).filter((breach) => breach.includes('billed'));

    expect(await check({ bill: 8n })).toEqual([]);
    expect(await check({ bill: 18n })).toEqual([]);
    expect(await check({ bill: 7n })).toEqual(['2: the providers billed 7, the ledger says 8 and holds 10']);
    expect(await check({ bill: 19n })).toEqual(['2: the providers billed 19, the ledger says 8 and holds 10']);
    expect(await check({ bill: 9n, settled: true })).toEqual([
      '2: the providers billed 9, the ledger says 8 and holds 10',
    ]);
    expect(await check({ bill: new Map([['fake', 8n]]) })).toEqual([]);
    expect(
      await check({
        bill: new Map([
          ['other', 1n],
          ['fake', 8n],
        ]),
      }),
    ).toEqual(['2: other billed 1, the ledger says 0 and holds 0']);
  });

  it('names calls that were accepted twice, or that nobody sent', async () => {
    const { take } = await queued();
    const first = await claimed(stage(), take);
    await stage().takes.markNotRun(take, { nextAt: NOW, tries: 1, detail: '', now: NOW });
    const second = await claimed(stage(), take);

    const breaches = (await checkInvariants(stage().db, { accepted: [first, second, second, 'nobody'] })).filter(
      (breach) => breach.startsWith('3:'),
    );

    expect(breaches).toEqual([
      `3: attempt ${second} was accepted 2 times`,
      `3: attempt ${first} is said not to have run, and was accepted`,
      '3: a provider accepted nobody, which nobody sent',
      `3: take ${take} was accepted as 2 attempts`,
    ]);
  });

  it('names clips that a platform has twice or not at all', async () => {
    const [twice, missing] = [await delivered(), await delivered()];

    const breaches = await checkInvariants(stage().db, { posted: new Map([[`clip-${twice.take}`, 2]]) });

    expect(breaches).toContain(`5: message clip-${twice.take} was posted 2 times`);
    expect(breaches).toContain(`5: clip clip-${missing.take} is said to be posted, and the platform doesn't have it`);
  });

  it('names clips whose bytes are not those of the log', async () => {
    const mediaFolder = await mkdtemp(join(tmpdir(), 'previz-media-'));
    const { take } = await delivered();
    const check = async () =>
      (await checkInvariants(stage().db, { mediaFolder })).filter((breach) => breach.includes(`${take} `));

    expect(await check()).toEqual([`5: the clip of take ${take} is not at takes/ab/ab.mp4`]);
    await mkdir(join(mediaFolder, 'takes', 'ab'), { recursive: true });
    await writeFile(join(mediaFolder, 'takes', 'ab', 'ab.mp4'), 'ok');
    expect(await check()).toEqual([expect.stringMatching(/^5: the clip of take .* is 2689.*, the log says ab$/)]);
    const sha256 = '2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df';
    await stage().db.take.update({ where: { id: take }, data: { sha256 } });
    expect(await check()).toEqual([]);
    await rm(mediaFolder, { recursive: true });
  });

  it('names a clip in the playground that nobody sent, and one that is not there', async () => {
    const { place, take } = await delivered();
    await stage().db.workspace.update({ where: { id: place.workspace }, data: { platform: 'playground' } });
    await stage().db.playgroundMessage.create({
      data: { channelId: 'C', author: 'previz', kind: 'clip', clip: {}, key: fresh('key'), createdAt: NOW },
    });

    const breaches = await checkInvariants(stage().db);

    expect(breaches).toContain(`5: clip clip-${take} is message m-clip-${take}, and the playground has it 0 times`);
    expect(breaches).toContainEqual(expect.stringMatching(/^5: message \d+ shows key\d+, which nobody sent$/));
  });
});

describe('the check of votes', () => {
  const voteOn = async ({ place, take }: Scene, eventKey: string) =>
    stage().votes.append([
      {
        workspace: place.workspace,
        take,
        person: personId('Q'),
        personKind: 'member',
        emoji: 'x',
        vote: 'approve',
        op: 'add',
        orderKey: '1',
        source: 'live',
        at: NOW,
        eventKey,
      },
    ]);

  it('names a reaction that was worked on and is not in the log', async () => {
    const scene = await delivered();
    const message = `m-clip-${scene.take}` as never;
    const act = newAct(scene.place, { kind: 'reaction', message, emoji: 'x', op: 'add', orderKey: '1' });
    await stage().inbox.record(act);
    expect(await breachesOf(act.id)).toEqual([]);

    await stage().inbox.finish(act.id, NOW);
    expect(await breachesOf(act.id)).toEqual([
      `6: reaction ${act.id} of P on take ${scene.take} is not in the vote log`,
    ]);
    await voteOn(scene, `act-${act.id}`);

    expect(await breachesOf(act.id)).toEqual([]);
  });

  it('names ballots that are not what the log says', async () => {
    const scene = await delivered();
    await voteOn(scene, fresh('event'));

    const said = `6: the ballots of take ${scene.take} are [], the vote log says [Q approve ${NOW.toISOString()}]`;
    expect(await breachesOf(scene.take)).toEqual([said]);
    const ballot = { person: personId('Q'), vote: 'approve', source: 'live', counted: true, at: NOW } as const;
    const decision = { state: 'open', since: null, finalAt: null, selfApproved: false } as const;
    await stage().votes.save({
      take: scene.take,
      rev: 0,
      ballots: [ballot],
      decision,
      disposition: null,
      actor: null,
      now: NOW,
    });

    expect(await breachesOf(scene.take)).toEqual([]);
  });
});
