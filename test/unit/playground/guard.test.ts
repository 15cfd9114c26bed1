import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isLoopbackName } from '../../../src/adapters/playground/guard.ts';
import { from, makeTestPlayground } from '../../support/playground-page.ts';

const HOST = { host: 'localhost:3000' };

describe('the playground without a token', () => {
  const ask = async (peer: string | undefined, headers: Record<string, string>, path = '/api/state') =>
    (await makeTestPlayground().routes.request(path, { headers }, from(peer))).status;

  it('answers this machine under a loopback name', async () => {
    expect(await ask('127.0.0.1', HOST)).toBe(200);
    expect(await ask('::ffff:127.0.0.1', { host: '127.0.0.1:3000' })).toBe(200);
    expect(await ask('::1', { host: '[::1]:3000' })).toBe(200);
  });

  it.each(['/', '/page/main.js', '/api/state', '/api/events', '/media/a.mp4'])(
    'keeps %s from the network',
    async (path) => {
      expect(await ask('192.168.1.20', HOST, path)).toBe(403);
      expect(await ask(undefined, HOST, path)).toBe(403);
    },
  );

  it('refuses a name that only resolves to this machine', async () => {
    expect(await ask('127.0.0.1', { host: 'evil.example:3000' })).toBe(403);
    expect(await ask('127.0.0.1', {})).toBe(403);
  });

  it('refuses what a tunnel on this machine forwards', async () => {
    expect(await ask('127.0.0.1', { ...HOST, 'x-forwarded-for': '203.0.113.7' })).toBe(403);
    expect(await ask('127.0.0.1', { ...HOST, forwarded: 'for=203.0.113.7' })).toBe(403);
  });

  it('refuses pages of another origin, even of this machine', async () => {
    expect(await ask('127.0.0.1', { ...HOST, origin: 'https://evil.example' })).toBe(403);
    expect(await ask('127.0.0.1', { ...HOST, origin: 'http://localhost:8080' })).toBe(403);
    expect(await ask('127.0.0.1', { ...HOST, origin: 'null' })).toBe(403);
    expect(await ask('127.0.0.1', { ...HOST, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(await ask('127.0.0.1', { ...HOST, origin: 'http://localhost:3000' })).toBe(200);
  });

  it('opens from a link on another site', async () => {
    const clicked = { ...HOST, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };

    expect(await ask('127.0.0.1', clicked, '/')).toBe(200);
  });

  it('leaves every other path to others', async () => {
    expect(await ask('192.168.1.20', {}, '/healthz')).toBe(404);
  });
});

describe('the playground with a token', () => {
  const playground = makeTestPlayground({ token: 'open-sesame' });
  const ask = (path: string, headers: Record<string, string> = {}) =>
    playground.routes.request(path, { headers: { host: 'previz.example', ...headers } }, from('203.0.113.7'));

  it('asks everybody for it, this machine too', async () => {
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/?token=open-sesam')).status).toBe(401);
    expect((await playground.get('/api/state')).status).toBe(401);
  });

  it('lets in whoever showed it once, by a cookie that no script and no other site can use', async () => {
    const opened = await ask('/?token=open-sesame');

    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(opened.status).toBe(200);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toContain('open-sesame');
    expect((await ask('/api/state', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
    expect((await ask('/api/state', { cookie: 'previz_playground=open-sesame' })).status).toBe(401);
  });

  it('marks the cookie secure where the page came over https', async () => {
    const opened = await ask('/?token=open-sesame', { 'x-forwarded-proto': 'https' });

    expect(opened.headers.get('set-cookie')).toMatch(/Secure/);
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(['10.0.0.1', '::ffff:10.0.0.1', '128.0.0.1', '', '127.0.0.1.evil'])('is not the address "%s"', (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });

  it.each(['localhost', 'localhost:3000', 'previz.localhost:3000', '127.0.0.1:80', '[::1]:3000'])(
    'is the name %s',
    (name) => {
      expect(isLoopbackName(name)).toBe(true);
    },
  );

  it.each(['localhost.evil.example', 'evil.example', '127.0.0.1.evil.example', 'localhost@evil', '', '0.0.0.0'])(
    'is not the name "%s"',
    (name) => {
      expect(isLoopbackName(name)).toBe(false);
    },
  );
});
