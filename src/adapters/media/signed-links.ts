import { createHmac, timingSafeEqual } from 'node:crypto';
import { serveMedia } from './serve.ts';

/** Links to stored clips for those who have no player in the chat; they live so long. */
const DAYS = 7;
const DAY_SECONDS = 86_400;

export const SHARE_PATH = '/share/';

interface LinkDeps {
  readonly secret: string;
  /** Where the world finds this app. */
  readonly publicUrl: string;
  readonly folder: string;
  readonly clock: { now(): Date };
  /** Brings a clip into the folder that another machine stored. */
  readonly fetch?: (media: string) => Promise<void>;
}

export interface SignedLinks {
  linkTo(media: string, fileName: string): string;
  /** Answers a request below SHARE_PATH; 404 for a link that is old or was never made here. */
  serve(request: Request): Promise<Response>;
}

export function makeSignedLinks({ secret, publicUrl, folder, clock, fetch }: LinkDeps): SignedLinks {
  const sign = (until: number, media: string) =>
    createHmac('sha256', secret).update(`previz share\n${until}\n${media}`).digest('base64url');
  return {
    linkTo(media, fileName) {
      // By the day, so that a card that is drawn again has the same link and isn't edited for it.
      const until = (Math.floor(clock.now().getTime() / 1_000 / DAY_SECONDS) + DAYS + 1) * DAY_SECONDS;
      const name = encodeURIComponent(fileName);
      return `${publicUrl}${SHARE_PATH}${until}/${sign(until, media)}/${media}?name=${name}`;
    },
    async serve(request) {
      const { pathname, searchParams } = new URL(request.url);
      const [until = '', signature = '', ...media] = pathname.slice(SHARE_PATH.length).split('/');
      const path = media.join('/');
      const isGood = isSame(signature, sign(Number(until), path)) && Number(until) * 1_000 > clock.now().getTime();
      if (!isGood)
        return new Response('This link has run out. Ask for the clip again with /previz show.', { status: 404 });
      // What can't be had is not there, as serveMedia will say.
      await fetch?.(path).catch(() => {});
      const answer = await serveMedia(folder, {
        path,
        method: request.method,
        headers: request.headers,
        saveAs: path.endsWith('.mp4') ? searchParams.get('name') : null,
      });
      // Slack shows pictures of another origin's page.
      answer.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
      return answer;
    },
  };
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
