import { bold, code, quiet, toCard } from '../card/to-card.ts';
import { readObject } from '../channel/read-json.ts';
import type { WorkspaceDigestCommand } from '../command/sub-command.ts';
import { type DigestSettings, readDigestSettings, toDigestJson } from '../digest/digest-settings.ts';
import { drawWorkspaceDigest, loadWorkspaceWeek } from '../digest/workspace-digest.ts';
import { channelId } from '../ids.ts';
import type { Asked } from '../studio/asked.ts';
import type { Studio } from '../studio/studio.ts';
import { readWish, sayNotYet, sayNoWeek, scheduleLines, toSchedulePatch, troubleLines } from './digest-schedule.ts';
import { type SubAnswer, say, withCard } from './sub-answer.ts';

/** The digest over all channels, for a budget owner: when it comes, and the week of somebody who asks now. */
export async function runWorkspaceDigest(
  studio: Studio,
  asked: Asked,
  change: WorkspaceDigestCommand,
): Promise<SubAnswer> {
  const { workspace } = asked;
  const digest = readDigestSettings(readObject(workspace.settings)['digest']);
  switch (change.kind) {
    case 'show':
      return showSchedule(studio, asked, { digest, title: 'The digest over all channels' });
    case 'switch':
    case 'weekly': {
      const patched = { ...digest, ...toSchedulePatch(change, studio.clock.now()) };
      const settings = { ...readObject(workspace.settings), digest: toDigestJson(patched) };
      await studio.directory.saveWorkspace(workspace.id, settings, workspace.changes);
      return showSchedule(studio, asked, { digest: patched, title: 'Saved. The digest over all channels is now' });
    }
    default:
      return showWeek(studio, asked, change);
  }
}

async function showSchedule(
  studio: Studio,
  { workspace }: Asked,
  { digest, title }: { readonly digest: DigestSettings; readonly title: string },
): Promise<SubAnswer> {
  const of = { kind: 'workspace', workspace: workspace.id, channel: channelId('') } as const;
  return withCard(
    toCard({
      tone: title.startsWith('Saved') ? 'good' : 'plain',
      title: [bold(title)],
      body: [
        ...scheduleLines(digest, workspace.timeZone, studio.clock.now()),
        ...(await troubleLines(studio, of)),
        quiet(
          'Budget owners get it, each alone. ',
          code('/previz digest workspace now'),
          ' shows the running week; ',
          code('/previz digest workspace weekly fri 16:00'),
          ' or ',
          code('off'),
          ' changes it.',
        ),
      ],
    }),
  );
}

async function showWeek(
  studio: Studio,
  { workspace }: Asked,
  wish: Extract<WorkspaceDigestCommand, { kind: 'now' | 'week' }>,
): Promise<SubAnswer> {
  const { week, running } = readWish(wish, studio.clock.now(), workspace.timeZone);
  if (week === null) return sayNoWeek(wish, running);
  const found = await loadWorkspaceWeek(studio, workspace, week);
  if (found === null) return sayNotYet(week, running);
  if (found.shares.length === 0)
    return say('plain', `Nothing was made, decided or billed in any channel in week ${week.key}.`);
  return withCard(await drawWorkspaceDigest(studio, found));
}
