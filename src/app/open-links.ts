import { makeBucketLinks } from '../adapters/media/bucket-links.ts';
import { makeSignedLinks, type SignedLinks } from '../adapters/media/signed-links.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import type { Clock } from '../core/studio/studio.ts';
import type { Config } from './config.ts';

export interface OpenedLinks {
  /** What cards link to; null: nowhere. */
  readonly links: Pick<SignedLinks, 'linkTo'> | null;
  /** The links that this app answers itself; null without PUBLIC_URL. */
  readonly shared: SignedLinks | null;
}

/** Clips in a bucket that the world can reach are opened there; else this app hands them out, where it has an address. */
export function openLinks({
  config,
  secret,
  media,
  folder,
  clock,
}: {
  readonly config: Config;
  readonly secret: string | null;
  readonly media: Pick<MediaStore, 'localPath'>;
  readonly folder: string;
  readonly clock: Clock;
}): OpenedLinks {
  const { publicUrl } = config;
  const { s3 } = config.providers;
  const fetch = async (path: string): Promise<void> => {
    if (s3 !== null) await media.localPath(path);
  };
  const shared =
    publicUrl === null || secret === null ? null : makeSignedLinks({ secret, publicUrl, folder, clock, fetch });
  const endpoint = s3?.publicEndpoint ?? null;
  const links = s3 === null || endpoint === null ? shared : makeBucketLinks({ s3, endpoint, clock });
  return { links, shared };
}
