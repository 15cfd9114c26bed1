import type { Block, Button, Card, Clip, Line } from '../../src/core/card/card.ts';
import { type PersonId, takeId } from '../../src/core/ids.ts';

/** A take as the demo tells it. */
export interface DemoTake {
  readonly id: string;
  readonly slug: string;
  readonly number: number;
  readonly scene: string;
  readonly askedBy: PersonId;
  readonly model: string;
  readonly seconds: number;
  readonly ratio: string;
  readonly cost: string;
  readonly startedAt: Date;
}

const makeCard = (parts: Pick<Card, 'tone' | 'title' | 'body'> & { readonly buttons?: readonly Button[] }): Card => ({
  ...parts,
  buttons: parts.buttons ?? [],
  text: parts.title === null ? '' : parts.title.map((span) => (typeof span === 'string' ? span : '')).join(''),
});

const line = (...spans: Line): Block => ({ kind: 'line', line: spans });
const quiet = (...spans: Line): Block => ({ kind: 'line', line: spans, quiet: true });
const press = (verb: Button['verb'], target: string, label: string, style: Button['style'] = 'plain'): Button => ({
  ...{ verb, target, label, style },
  argument: null,
});

const title = ({ slug, number }: DemoTake): Line => [{ bold: slug }, ` · take ${number}`];
const asked = ({ askedBy, model, seconds, ratio }: DemoTake) =>
  line('Asked by ', { person: askedBy }, ` · ${model} · ${seconds} s · ${ratio}`);
const money = (cost: string, left: string, more: { label: string; value: Line }[] = []): Block => ({
  kind: 'fields',
  fields: [{ label: 'Cost', value: [cost] }, { label: 'Left', value: [left] }, ...more],
});

export const queuedCard = (take: DemoTake): Card =>
  makeCard({
    tone: 'running',
    title: title(take),
    body: [asked(take), line('In the queue · started ', { at: take.startedAt }), money(`${take.cost} held`, LEFT)],
    buttons: [press('cancel', take.id, 'Cancel', 'danger')],
  });

export const runningCard = (take: DemoTake, progress: number | null): Card =>
  makeCard({
    tone: 'running',
    title: title(take),
    body: [
      asked(take),
      line('Rendering · started ', { at: take.startedAt }, ' · usually about 40 s'),
      { kind: 'progress', value: progress, label: 'Rendering' },
      money(take.cost === 'Free' ? 'Free' : `${take.cost} held`, LEFT),
    ],
    buttons: [press('cancel', take.id, 'Cancel', 'danger')],
  });

export function doneCard(take: DemoTake, review: Line, tone: Card['tone'] = 'plain'): Card {
  const approved: readonly Button[] = [
    press('final', take.id, 'Render final · $1.20', 'primary'),
    ...['Boarded', 'Client deck', 'Cut', 'Reference'].map((label) => press('dispose', take.id, label)),
  ];
  return makeCard({
    tone,
    title: title(take),
    body: [asked(take), line('Delivered after 38 s.'), money(take.cost, LEFT, [{ label: 'Review', value: review }])],
    buttons: [
      press('retake', take.id, 'Retake'),
      {
        ...press('remix', take.id, 'Remix'),
        argument: `"${take.scene}" --seconds ${take.seconds} --lighting "golden hour"`,
      },
      ...(tone === 'good' ? approved : []),
    ],
  });
}

export const failedCard = (take: DemoTake): Card =>
  makeCard({
    tone: 'bad',
    title: title(take),
    body: [
      asked(take),
      line({ bold: 'Failed. ' }, 'The provider stopped without a clip. Nothing was charged; try it again.'),
      quiet('The provider said: ', 'internal error <b>while</b> & encoding'),
      money('Nothing charged; $0.50 is free again', LEFT),
    ],
    buttons: [press('retake', take.id, 'Retake', 'primary'), press('remix', take.id, 'Remix')],
  });

const LEFT = '$38.30 of $50.00 this month';

export const shotCard = (
  take: DemoTake,
  shown: {
    readonly poster: string | null;
    readonly pick: string;
    readonly spent: string;
    readonly rows: readonly (readonly string[])[];
  },
): Card =>
  makeCard({
    tone: shown.pick === 'None yet' ? 'plain' : 'good',
    title: [{ bold: take.slug }],
    body: [
      line(take.scene),
      line('Asked by ', { person: take.askedBy }),
      ...(shown.poster === null ? [] : [{ kind: 'image', media: shown.poster, alt: `Still: ${take.scene}` } as const]),
      {
        kind: 'fields',
        fields: [
          { label: 'Pick', value: [shown.pick] },
          { label: 'Takes', value: [String(shown.rows.length)] },
          { label: 'Spent', value: [shown.spent] },
        ],
      },
      ...(shown.rows.length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: `Takes of ${take.slug}`,
              columns: ['Take', 'Model', 'State', 'Review'],
              rows: shown.rows,
            } as const,
          ]),
    ],
  });

export const toClip = (
  take: DemoTake,
  file: {
    readonly media: string;
    readonly poster: string;
    readonly bytes: number;
    readonly width: number;
    readonly height: number;
  },
): Clip => ({
  ...file,
  takeId: takeId(take.id),
  requester: take.askedBy,
  fileName: `${take.slug}_t${String(take.number).padStart(2, '0')}.mp4`,
  seconds: take.seconds,
  altText: `Animatic, drawn locally, no AI, ${take.seconds} seconds: ${take.scene}`,
  card: makeCard({
    tone: 'plain',
    title: title(take),
    body: [
      line(`${take.model} · ${take.seconds} s · ${file.width}×${file.height} · seed 48151623 · ${take.cost}`),
      quiet(take.model === 'Animatic' ? 'Animatic, drawn locally, no AI' : 'AI-generated pre-viz'),
      {
        kind: 'folded',
        label: 'Prompt',
        text: `${take.scene}. Golden hour, long shadows. Slow dolly in, eye level. 35 mm, muted palette.`,
      },
    ],
  }),
});

export const confirmNote = (take: DemoTake): Card =>
  makeCard({
    tone: 'plain',
    title: [{ bold: '$2.40' }, ' for 2 takes'],
    body: [
      line(take.scene),
      line('Left to spend: $38.30.'),
      quiet('Nothing runs until you press Run, once, within 15 minutes.'),
    ],
    buttons: [
      press('run', 'request-1', 'Run for $2.40', 'primary'),
      { ...press('edit', 'request-1', 'Edit'), argument: `${take.scene} --takes 2` },
      press('drop', 'request-1', 'No'),
    ],
  });

export const reasonNote = (take: DemoTake): Card =>
  makeCard({
    tone: 'plain',
    title: null,
    body: [
      line(
        'You rejected ',
        { bold: `${take.slug} take ${take.number}` },
        '. A word on what is missing helps the next take.',
      ),
    ],
    buttons: [press('reason', take.id, 'Say why')],
  });

export const helpNote = (): Card =>
  makeCard({
    tone: 'plain',
    title: [{ bold: 'What Previz understands' }],
    body: [
      line({ code: '/previz a keeper climbs a stair --seconds 6' }, ' asks for a clip.'),
      {
        kind: 'table',
        caption: 'Models',
        columns: ['Model', 'Five seconds', 'Longest'],
        rows: [
          ['animatic', 'free', '20 s'],
          ['storyboard', '$0.12', '12 s'],
          ['veo-3.1-fast', '$0.75', '8 s'],
        ],
      },
      { kind: 'meter', label: '$11.70 of $50.00 spent, $0.50 held', spent: 11.7, held: 0.5, cap: 50 },
    ],
  });
