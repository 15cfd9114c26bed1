import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TransientError } from '../../core/errors.ts';

/**
 * The answer to a signed GET, its body not read yet: whoever takes it reads it to the end or destroys it. Node's own
 * client, for undici's parser breaks the process when a server closes behind a body that waits (7.30.2,
 * `assert(!this.paused)`), and a clip waits whenever the disk is slower than the line.
 */
export function getObject(signed: Request, silenceMs: number): Promise<IncomingMessage> {
  const url = new URL(signed.url);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, failed) => {
    const request = send(
      url,
      { method: 'GET', headers: Object.fromEntries(signed.headers), agent: false, timeout: silenceMs },
      answered,
    );
    request.on('timeout', () => request.destroy(new Error('silence')));
    request.on('error', (cause) => failed(new TransientError('storage', 'the bucket does not answer', { cause })));
    request.end();
  });
}
