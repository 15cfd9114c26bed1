import { expect, it } from 'vitest';
import { readFailure } from '../../../src/adapters/providers/http/read-failure.ts';

it.each([
  ['connect', true],
  ['read', false],
  ['write', false],
])('a host that goes away in %s: proof that nothing was sent is %s', (syscall, notSent) => {
  const cause = Object.assign(new Error(`${syscall} EHOSTUNREACH`), { code: 'EHOSTUNREACH', syscall });

  expect(readFailure(new Error('Connection error.', { cause })).notSent).toBe(notSent);
});
