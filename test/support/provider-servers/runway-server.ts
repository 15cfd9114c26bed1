import { randomUUID } from 'node:crypto';
import { failPoll, loseAnswer, refuseCreate } from './create-fault.ts';
import { type FaultPlan, makeFaults, type RenderFault } from './faults.ts';
import { type Exchange, startLoopback } from './loopback.ts';
import type { Reach } from './moments.ts';
import { sendClip } from './send-clip.ts';

export interface RunwayServer {
  readonly baseUrl: string;
  readonly faults: FaultPlan;
  readonly accepted: readonly AcceptedTask[];
  readonly heard: readonly Exchange[];
  /** Micro-dollars of every credit that was taken and not given back. */
  bill(): bigint;
  /** What the organization is told to have left of the day. */
  leaveToday(generations: number | null): void;
  /** The organization's limits get no answer, or one that can't be read. */
  breakLimits(how: 'hang' | '500'): void;
  close(): Promise<void>;
}

export interface AcceptedTask {
  readonly id: string;
  readonly clientRef: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RunwayServerOptions {
  readonly clip: (seconds: number) => Promise<Uint8Array>;
  readonly polls?: number;
  readonly at?: Reach;
}

interface Task extends AcceptedTask {
  readonly fault: RenderFault | null;
  readonly credits: number;
  polls: number;
  ended: 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | null;
  charged: number;
  link: string;
}

/** A second, as the facts have them. */
const CREDITS: Readonly<Record<string, number>> = { 'gen4.5': 12, gen4_turbo: 5, 'veo3.1_fast': 15 };

const CREATE = /^\/v1\/(text_to_video|image_to_video)$/;
const TASK = /^\/v1\/tasks\/([^/]+)$/;
const CLIP = /^\/clips\/([^/]+)$/;

/** Runway's tasks as its SDK 4.20.1 and its documentation describe them; links have a token and die when a new one is given. */
export async function startRunwayServer(options: RunwayServerOptions): Promise<RunwayServer> {
  const reach = options.at ?? (async () => {});
  const faults = makeFaults();
  const tasks = new Map<string, Task>();
  const heard: Exchange[] = [];
  let leftToday: number | null = 500;
  let limits: 'told' | 'hang' | '500' = 'told';

  const create = async (exchange: Exchange): Promise<void> => {
    const fault = faults.next.create();
    const body = await exchange.body();
    if (exchange.headers['x-runway-version'] === undefined) return exchange.json(400, { error: 'no version' });
    await reach('post');
    if (exchange.request.socket.destroyed) return;
    if (refuseCreate(exchange, fault, 'SAFETY.INPUT.TEXT')) return;
    const task: Task = {
      id: randomUUID(),
      clientRef: exchange.headers['x-client-request-id'] ?? '',
      path: exchange.path,
      body,
      fault: faults.next.render(),
      credits: Number(body['duration']) * (CREDITS[String(body['model'])] ?? 12),
      polls: 0,
      ended: null,
      charged: 0,
      link: '',
    };
    tasks.set(task.id, task);
    await reach('accepted');
    if (loseAnswer(exchange, fault)) return;
    exchange.json(200, { id: task.id, estimatedCost: { credits: task.credits } });
    await reach('answered');
  };

  const end = (task: Task, how: Task['ended'], charged: number) => {
    task.ended ??= how;
    task.charged = charged;
  };

  const read = (exchange: Exchange, task: Task) => {
    const base = { id: task.id, createdAt: new Date().toISOString() };
    const waiting = { ...base, estimatedCost: { credits: task.credits } };
    task.polls += 1;
    if (task.ended === 'CANCELLED') return exchange.json(200, { ...base, status: 'CANCELLED', cost: { credits: 0 } });
    if (task.polls === 1) return exchange.json(200, { ...waiting, status: 'THROTTLED' });
    if (task.polls <= 1 + (options.polls ?? 1))
      return exchange.json(200, { ...waiting, status: 'RUNNING', progress: 0.5 });
    switch (task.fault) {
      case 'stuck':
        return exchange.json(200, { ...waiting, status: 'RUNNING', progress: 0.99 });
      case 'late':
        if (task.polls <= 9) return exchange.json(200, { ...waiting, status: 'RUNNING', progress: 0.99 });
        break;
      case 'forgotten':
        return exchange.json(404, { error: 'no such task' });
      case 'odd-status':
        if (task.polls <= 4 + (options.polls ?? 1)) return exchange.json(200, { ...waiting, status: 'POLISHING' });
        break;
      case 'late-moderation':
        end(task, 'FAILED', task.credits);
        return exchange.json(200, failed(base, 'SAFETY.OUTPUT.VIDEO', task.credits));
      case 'failed':
        end(task, 'FAILED', 0);
        return exchange.json(200, failed(base, 'INTERNAL.BAD_OUTPUT.CODE01', 0));
      case 'canceled':
        end(task, 'CANCELLED', 0);
        return exchange.json(200, { ...base, status: 'CANCELLED', cost: { credits: 0 } });
      case 'no-output':
        end(task, 'SUCCEEDED', task.credits);
        return exchange.json(200, { ...base, status: 'SUCCEEDED', output: [], cost: { credits: task.credits } });
      default:
    }
    end(task, 'SUCCEEDED', task.credits);
    task.link = randomUUID();
    const output = [`${server.url}/clips/${task.id}?_jwt=${task.link}`];
    exchange.json(200, { ...base, status: 'SUCCEEDED', output, cost: { credits: task.credits } });
  };

  const serve = async (exchange: Exchange): Promise<void> => {
    heard.push(exchange);
    const { method, path } = exchange;
    if (CREATE.test(path) && method === 'POST') return create(exchange);
    if (path === '/v1/organization' && limits === 'hang') return;
    if (path === '/v1/organization' && limits === '500') return exchange.json(500, { error: 'oops' });
    if (path === '/v1/organization') return exchange.json(200, toOrganization(leftToday, tasks.size));
    const clipOf = tasks.get(CLIP.exec(path)?.[1] ?? '');
    if (clipOf !== undefined) {
      // A key on a link's host is a key given away.
      if (exchange.headers['authorization'] !== undefined) return exchange.json(400, { error: 'a key came along' });
      if (exchange.query.get('_jwt') !== clipOf.link) return exchange.json(403, { error: 'an old link' });
      await reach('content');
      const clip = await options.clip(Number(clipOf.body['duration']));
      await sendClip(exchange, clip, faults.next.content(), () => reach('half'));
      return reach('whole');
    }
    const task = tasks.get(TASK.exec(path)?.[1] ?? '');
    if (task === undefined) return exchange.json(404, { error: 'no such task' });
    if (method === 'DELETE') {
      if (task.ended === null) end(task, 'CANCELLED', 0);
      else if (task.ended !== 'CANCELLED') tasks.delete(task.id);
      exchange.response.writeHead(204).end();
      return;
    }
    await reach('poll');
    if (!failPoll(exchange, faults.next.poll())) read(exchange, task);
  };

  const server = await startLoopback(serve);
  return {
    baseUrl: server.url,
    faults,
    heard,
    get accepted() {
      return [...tasks.values()];
    },
    bill: () => [...tasks.values()].reduce((sum, { charged }) => sum + BigInt(Math.round(charged * 10_000)), 0n),
    leaveToday: (generations) => {
      leftToday = generations;
    },
    breakLimits: (how) => {
      limits = how;
    },
    close: () => server.close(),
  };
}

const failed = (base: object, failureCode: string, credits: number) => ({
  ...base,
  status: 'FAILED',
  failure: 'not for users',
  failureCode,
  cost: { credits },
});

/** Null: no limit is told, and the count is of what it made. */
const toOrganization = (left: number | null, made: number) => ({
  creditBalance: 100_000,
  tier: {
    maxMonthlyCreditSpend: 200_000,
    models: { 'gen4.5': { maxConcurrentGenerations: 3, maxDailyGenerations: left === null ? null : 500 } },
  },
  usage: { models: { 'gen4.5': { dailyGenerations: left === null ? made : 500 - left } } },
});
