import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContentFault } from './faults.ts';
import type { Exchange } from './loopback.ts';

/** Sends a clip, or what goes wrong with sending one. */
export async function sendClip(
  exchange: Exchange,
  clip: Uint8Array,
  fault: ContentFault | null,
  half: () => Promise<void> = async () => {},
): Promise<void> {
  const { response } = exchange;
  switch (fault) {
    case null:
      response.writeHead(200, { 'Content-Type': 'video/mp4', 'Content-Length': clip.byteLength });
      response.write(clip.subarray(0, Math.floor(clip.byteLength / 2)));
      await half();
      response.end(clip.subarray(Math.floor(clip.byteLength / 2)));
      return;
    case 'expired-link':
      return exchange.json(403, { error: { code: 'expired', message: 'link expired' } });
    case '500':
      return exchange.json(500, { error: { message: 'try later' } });
    case 'cut-chunks':
      response.writeHead(200, { 'Content-Type': 'video/mp4', 'Transfer-Encoding': 'chunked' });
      response.end(clip.subarray(0, Math.floor(clip.byteLength / 2)));
      return;
    case 'cut-length':
      response.writeHead(200, { 'Content-Type': 'video/mp4', 'Content-Length': clip.byteLength });
      response.write(clip.subarray(0, Math.floor(clip.byteLength / 2)), () => exchange.drop());
      return;
    case 'redirect-private':
      response.writeHead(302, { Location: 'https://10.0.0.7/clip.mp4' }).end();
      return;
    case 'not-a-clip':
      response.writeHead(200, { 'Content-Type': 'video/mp4' }).end('<html>We are sorry</html>');
      return;
    case 'drip':
      return drip(response, clip);
  }
}

async function drip(response: ServerResponse, clip: Uint8Array): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'video/mp4', 'Content-Length': clip.byteLength });
  for (let at = 0; at < clip.byteLength && !response.destroyed; at += 1) {
    response.write(clip.subarray(at, at + 1));
    await pause(20);
  }
}
