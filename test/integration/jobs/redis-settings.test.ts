import { expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { checkConnection } from '../../../src/jobs/connection.ts';
import { describeWithRedis, startRedis } from '../../support/redis.ts';

describeWithRedis('a Redis for the queue', () => {
  it('is refused when it is set up as a cache that throws keys away', async () => {
    const redis = await startRedis('--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru');
    onTestFinished(() => redis.stop());

    const checked = checkConnection({ kind: 'redis', url: redis.url });

    await expect(checked).rejects.toThrow(UserError);
    await expect(checked).rejects.toMatchObject({ code: 'redis_evicts', facts: { policy: 'allkeys-lru' } });
  });

  it('is taken when it keeps what it was given', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());

    await expect(checkConnection({ kind: 'redis', url: redis.url })).resolves.toBeUndefined();
  });
});
