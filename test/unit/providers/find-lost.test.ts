import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../../src/adapters/providers/openai-videos/dialects.ts';
import { findLost } from '../../../src/adapters/providers/openai-videos/find-lost.ts';
import { readPage } from '../../../src/adapters/providers/openai-videos/read-video.ts';
import { SAMPLE_REQUEST } from '../../support/sample-request.ts';

const SENT_AT = new Date('2026-11-21T12:00:00Z');
const lost = { request: SAMPLE_REQUEST, sentAt: SENT_AT, model: 'sora-2' };

const toVideo = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  status: 'queued',
  model: 'sora-2',
  prompt: SAMPLE_REQUEST.prompt,
  size: '1280x720',
  seconds: '4',
  created_at: SENT_AT.getTime() / 1000 + 3,
  ...more,
});

/** Looks through pages as a server would tell them, one after the other; the last one again when it is asked for more. */
const findIn = (...pages: readonly object[]) => {
  let read = 0;
  return findLost(lost, async () => {
    const page = readPage(pages[Math.min(read, pages.length - 1)]);
    read += 1;
    if (page === null) throw new Error('no page');
    return page;
  });
};

const full = (stem: string) => Array.from({ length: 100 }, (_, at) => toVideo(`${stem}-${at}`, { seconds: '8' }));

describe('a look for a submission without an answer', () => {
  it('knows its words again after a form has changed the ends of their lines, and trimmed', async () => {
    const asForm = SAMPLE_REQUEST.prompt.replaceAll('\n', '\r\n');

    expect(asForm).not.toBe(SAMPLE_REQUEST.prompt);
    expect(await findIn({ data: [toVideo('v1', { prompt: ` ${asForm}\r\n` })], has_more: false })).toEqual({
      kind: 'candidates',
      jobIds: ['v1'],
    });
  });

  it('takes other words at the same time, of the same model and size, for no proof', async () => {
    const page = { data: [toVideo('v1', { prompt: 'a cabin at dusk (made better)' })], has_more: false };

    expect(await findIn(page)).toEqual({ kind: 'cannot-know' });
  });

  it.each([
    ['another size', { size: '720x1280' }],
    ['another length', { seconds: '8' }],
    ['another model', { model: 'sora-2-pro' }],
    ['another hour', { created_at: SENT_AT.getTime() / 1000 - 3_600 }],
  ])('believes a whole list that holds only %s', async (_, more) => {
    expect(await findIn({ data: [toVideo('v1', { ...more, prompt: 'a fox' })], has_more: false })).toEqual({
      kind: 'not-there',
    });
  });

  it('finds its own words among others', async () => {
    const page = { data: [toVideo('v2', { prompt: 'a fox' }), toVideo('v1')], has_more: false };

    expect(await findIn(page)).toEqual({ kind: 'candidates', jobIds: ['v1'] });
  });

  it('reads on after a full page that says nothing about more', async () => {
    expect(await findIn({ data: full('a') }, { data: [toVideo('v1')] })).toEqual({
      kind: 'candidates',
      jobIds: ['v1'],
    });
    expect(await findIn({ data: full('a') }, { data: [] })).toEqual({ kind: 'not-there' });
  });

  it('reads a list to its end where it has the oldest first', async () => {
    const old = [9_000, 8_000].map((ago) => toVideo(`old-${ago}`, { created_at: SENT_AT.getTime() / 1000 - ago }));

    expect(await findIn({ data: old, has_more: true }, { data: [toVideo('v1')], has_more: false })).toEqual({
      kind: 'candidates',
      jobIds: ['v1'],
    });
    expect(await findIn({ data: old.toReversed(), has_more: true })).toEqual({ kind: 'not-there' });
  });

  it('believes no list that gives the same page again', async () => {
    expect(await findIn({ data: full('a') })).toEqual({ kind: 'cannot-know' });
    expect(await findIn({ data: full('a'), has_more: true })).toEqual({ kind: 'cannot-know' });
  });
});

describe('whose list is believed when it holds nothing', () => {
  it.each([
    ['https://api.openai.com/v1', null, 'complete'],
    ['https://eu.api.openai.com/v1', null, 'complete'],
    ['https://api.openai.com.example.org/v1', null, 'partial'],
    ['https://gateway.example/v1', null, 'partial'],
    ['https://gateway.example/v1', 'openai', 'complete'],
    ['https://gateway.example/v1', 'litellm', 'partial'],
    ['https://openrouter.ai/api/v1', null, 'none'],
  ] as const)('%s, dialect %s: %s', (baseUrl, named, list) => {
    expect(dialectOf(baseUrl, named).list).toBe(list);
  });
});
