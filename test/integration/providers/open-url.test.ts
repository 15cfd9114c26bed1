import { afterEach, describe, expect, it } from 'vitest';
import { addressKind } from '../../../src/adapters/providers/http/addresses.ts';
import { openUrl } from '../../../src/adapters/providers/http/open-url.ts';
import { readFailure, readRetryAfter, safeText } from '../../../src/adapters/providers/http/read-failure.ts';
import { type Exchange, type Loopback, startLoopback } from '../../support/provider-servers/loopback.ts';

describe('what a link may lead to', () => {
  let servers: Loopback[] = [];
  const heard: Exchange[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    servers = [];
    heard.length = 0;
  });
  const start = async (serve: (exchange: Exchange) => void) => {
    const server = await startLoopback((exchange) => {
      heard.push(exchange);
      serve(exchange);
    });
    servers.push(server);
    return server.url;
  };
  const read = async (link: string, own: string | null, maxBytes = 1_000_000) => {
    const { bytes } = await openUrl(link, {
      own,
      maxBytes,
      headers: { Authorization: 'Bearer secret' },
      limits: { silenceMs: 300, totalMs: 800 },
    });
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  it.each([
    'http://example.com/a.mp4',
    'https://127.0.0.1/a.mp4',
    'https://localhost/a.mp4',
    'https://10.1.2.3/a.mp4',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/a.mp4',
    'https://[::ffff:10.0.0.1]/a.mp4',
    'https://[fd00::1]/a.mp4',
    'https://0x7f000001/a.mp4',
    'https://2130706433/a.mp4',
    'https://user:pass@example.com/a.mp4',
    'file:///etc/passwd',
    'data:text/plain,hello',
  ])('refuses %s before a byte is sent', async (link) => {
    await expect(read(link, null)).rejects.toMatchObject({ code: 'refused_url' });
  });

  it('refuses a name that leads to this machine', async () => {
    await expect(read('https://localhost.localdomain/a.mp4', null)).rejects.toThrow();
  });

  it('follows a redirect on the own host with its key, and to another host without it', async () => {
    const other = await start(({ response }) => void response.end('there'));
    const own = await start(({ path, response }) => {
      if (path === '/a') response.writeHead(302, { Location: '/b' }).end();
      else if (path === '/b') response.writeHead(307, { Location: `${other}/c` }).end();
    });

    expect((await read(`${own}/a`, own)).toString()).toBe('there');

    expect(heard.map(({ path, headers }) => [path, headers['authorization']])).toEqual([
      ['/a', 'Bearer secret'],
      ['/b', 'Bearer secret'],
      ['/c', undefined],
    ]);
  });

  it('does not follow to a private address, nor for ever', async () => {
    const own = await start(({ path, response }) => {
      response.writeHead(302, { Location: path === '/private' ? 'https://192.168.1.1/x' : '/round' }).end();
    });

    await expect(read(`${own}/private`, own)).rejects.toMatchObject({ code: 'refused_url' });
    await expect(read(`${own}/round`, own)).rejects.toMatchObject({ code: 'refused_url' });
  });

  it('stops at the cap, at silence and at a body cut short', async () => {
    const own = await start(({ path, response, drop }) => {
      if (path === '/big') response.end(Buffer.alloc(5_000));
      if (path === '/silent') response.write('a');
      if (path === '/short') response.writeHead(200, { 'Content-Length': '100' }).write('a', () => drop());
    });

    await expect(read(`${own}/big`, own, 4_000)).rejects.toMatchObject({ code: 'clip_too_big' });
    await expect(read(`${own}/silent`, own)).rejects.toMatchObject({ code: 'cut_off' });
    await expect(read(`${own}/short`, own)).rejects.toMatchObject({ code: 'cut_off' });
  });

  it('cuts a drip at its whole time', async () => {
    const own = await start(({ response }) => {
      const drip = setInterval(() => response.write('a'), 50);
      response.on('close', () => clearInterval(drip));
    });

    await expect(read(`${own}/drip`, own)).rejects.toMatchObject({ code: 'too_slow' });
  });

  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.8.8.8', 'loopback'],
    ['::1', 'loopback'],
    ['100.64.0.1', 'closed'],
    ['172.31.255.255', 'closed'],
    ['224.0.0.1', 'closed'],
    ['64:ff9b::a00:1', 'closed'],
    ['fe80::1', 'closed'],
    ['not an address', 'closed'],
  ])('calls %s %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });
});

describe('what a failure says', () => {
  it('hides keys and the queries of links', () => {
    const text = safeText(
      '401 Incorrect key sk-live-abcdef123 at https://cdn.example.com/a.mp4?X-Sig=abc&key=1 Bearer abcdefgh',
    );

    for (const secret of ['sk-live-abcdef123', 'X-Sig', 'abcdefgh']) expect(text).not.toContain(secret);
    expect(text).toContain('https://cdn.example.com/a.mp4');
  });

  it('reads waits in milliseconds, seconds and dates, and believes none of more than a day', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    const wait = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), now);

    expect(wait({ 'retry-after-ms': '1500', 'retry-after': '9' })).toBe(1_500);
    expect(wait({ 'retry-after': '7' })).toBe(7_000);
    expect(wait({ 'retry-after': 'Sat, 21 Nov 2026 12:01:00 GMT' })).toBe(60_000);
    expect(wait({ 'retry-after': '999999999' })).toBe(86_400_000);
    expect(wait({ 'retry-after': 'soon' })).toBeNull();
    expect(wait({})).toBeNull();
  });

  it('calls only what never left "not sent"', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET' });

    expect(readFailure(new TypeError('fetch failed', { cause: refused })).notSent).toBe(true);
    expect(readFailure(new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) })).notSent).toBe(
      true,
    );
    expect(readFailure(new TypeError('fetch failed', { cause: new AggregateError([refused, reset]) })).notSent).toBe(
      false,
    );
    expect(readFailure(new TypeError('fetch failed', { cause: reset })).notSent).toBe(false);
    expect(readFailure(new Error('anything')).notSent).toBe(false);
  });
});
