import type { Card } from '../card/card.ts';
import type { Studio } from '../studio/studio.ts';
import { toDigestCard, toDigestTitle } from './digest-card.ts';
import type { Place, WeekFacts } from './load-week.ts';
import { toAltText, toPicture } from './picture.ts';

/** The card of a week with its picture stored. A picture that can't be drawn is left out and reported: the numbers matter. */
export async function drawDigest(
  studio: Pick<Studio, 'painter' | 'media' | 'report'>,
  facts: WeekFacts,
  { place, channelName }: { readonly place: Place; readonly channelName: string | null },
): Promise<Card> {
  const title = toDigestTitle({ span: facts.span, channelName });
  const picture = toPicture({ ...facts, title });
  const media = await storePicture(studio, picture);
  const image = media === null ? null : { media, alt: toAltText(picture) };
  return toDigestCard({ ...facts, settings: place.settings.digest, channelName, image });
}

export async function storePicture(
  { painter, media, report }: Pick<Studio, 'painter' | 'media' | 'report'>,
  picture: Parameters<Studio['painter']['paint']>[0],
): Promise<string | null> {
  try {
    const png = await painter.paint(picture);
    const stored = await media.store('digest.png', once(png));
    return stored.media;
  } catch (error) {
    report.warn({ error }, 'a digest goes without its picture');
    return null;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
