import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIsoWeek } from '../../core/budget/period.ts';
import { isEmptyWeek } from '../../core/digest/count-week.ts';
import { toDigestCard, toDigestTitle, toEmptyCard } from '../../core/digest/digest-card.ts';
import type { Place, WeekFacts } from '../../core/digest/load-week.ts';
import { toAltText, toPicture } from '../../core/digest/picture.ts';
import { loadWorkspaceWeek, toWorkspaceCard, toWorkspacePicture } from '../../core/digest/workspace-digest.ts';
import type { Studio } from '../../core/studio/studio.ts';
import type { Terminal } from '../cli.ts';
import { toDigestCsv } from './digest-csv.ts';

export interface ToldWeek {
  readonly facts: WeekFacts;
  readonly place: Place;
  readonly name: string;
  /** The workspace's. */
  readonly timeZone: string;
}

/** A channel's week as message, picture and CSV, and its workspace's as message and picture; tells the files' names. */
export async function writeFiles(studio: Studio, told: ToldWeek, folder: string, terminal: Terminal): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = [...(await toChannelFiles(studio, told)), ...(await toWorkspaceFiles(studio, told))];
  for (const { name, content } of files) {
    await writeFile(join(folder, name), content);
    terminal.out(`${join(folder, name)}\n`);
  }
}

type Files = readonly { readonly name: string; readonly content: string | Uint8Array }[];

async function toChannelFiles({ painter }: Studio, { facts, place, name }: ToldWeek): Promise<Files> {
  const { span } = facts;
  const stem = `digest-${place.channel}-${span.week.key}`;
  const picture = toPicture({ ...facts, title: toDigestTitle({ span, channelName: name }) });
  const image = { media: `${stem}.png`, alt: toAltText(picture) };
  const card = isEmptyWeek(facts.count)
    ? toEmptyCard(span, facts.count.open)
    : toDigestCard({ ...facts, settings: place.settings.digest, channelName: name, image });
  return [
    { name: `${stem}.txt`, content: `${card.text}\n` },
    { name: `${stem}.png`, content: await painter.paint(picture) },
    { name: `${stem}.csv`, content: toDigestCsv(facts, place.settings.digest) },
  ];
}

/** The same week in the workspace's zone, which may not have begun there. */
async function toWorkspaceFiles(studio: Studio, { facts, place, timeZone }: ToldWeek): Promise<Files> {
  const { key } = facts.span.week;
  const week = readIsoWeek(key, timeZone);
  const found = week === null ? null : await loadWorkspaceWeek(studio, { id: place.workspace, timeZone }, week);
  if (found === null || found.shares.length === 0) return [];
  const stem = `digest-all-channels-${key}`;
  const picture = toWorkspacePicture(found);
  const card = toWorkspaceCard(found, { media: `${stem}.png`, alt: toAltText(picture) });
  return [
    { name: `${stem}.txt`, content: `${card.text}\n` },
    { name: `${stem}.png`, content: await studio.painter.paint(picture) },
  ];
}
