import { createCanvas } from '@napi-rs/canvas';
import { loseAnswer, refuseCreate } from './create-fault.ts';
import { type FaultPlan, makeFaults } from './faults.ts';
import { type Exchange, startLoopback } from './loopback.ts';
import type { Reach } from './moments.ts';

export interface ImagesServer {
  readonly baseUrl: string;
  readonly faults: FaultPlan;
  readonly accepted: readonly { readonly clientRef: string; readonly body: Readonly<Record<string, unknown>> }[];
  readonly heard: readonly Exchange[];
  bill(): bigint;
  /** What moderation says next of words that contain this; nothing is flagged otherwise. */
  flag(word: string, categories: readonly string[]): void;
  breakModeration(of?: 'everything' | 'pictures'): void;
  close(): Promise<void>;
}

const TEXT_TOKENS = 60;
const OUT_TOKENS = 107;

/** OpenAI's images and moderation endpoints: one answer, billed by its tokens. */
export async function startImagesServer({
  at: reach = async () => {},
}: {
  readonly at?: Reach;
} = {}): Promise<ImagesServer> {
  const faults = makeFaults();
  const accepted: { clientRef: string; body: Readonly<Record<string, unknown>>; micros: bigint }[] = [];
  const heard: Exchange[] = [];
  const flags = new Map<string, readonly string[]>();
  let broken: 'everything' | 'pictures' | null = null;

  const draw = async (exchange: Exchange): Promise<void> => {
    const fault = faults.next.create();
    const body = await exchange.body();
    await reach('post');
    if (exchange.request.socket.destroyed || refuseCreate(exchange, fault)) return;
    const n = Number(body['n'] ?? 1);
    const usage = {
      input_tokens: TEXT_TOKENS,
      input_tokens_details: { text_tokens: TEXT_TOKENS, image_tokens: 0 },
      output_tokens: OUT_TOKENS * n,
      total_tokens: TEXT_TOKENS + OUT_TOKENS * n,
    };
    const micros = BigInt(Math.ceil(TEXT_TOKENS * 5 + OUT_TOKENS * n * 30 - 1e-9));
    accepted.push({ clientRef: exchange.headers['x-client-request-id'] ?? '', body, micros });
    await reach('accepted');
    if (loseAnswer(exchange, fault)) return;
    const data = Array.from({ length: n }, (_, index) => ({ b64_json: still(String(body['size']), index) }));
    exchange.json(200, { created: 1, data, usage });
    await reach('answered');
  };

  const moderate = async (exchange: Exchange): Promise<void> => {
    const body = await exchange.body();
    const isBroken = broken === 'everything' || (broken === 'pictures' && Array.isArray(body['input']));
    if (isBroken) return exchange.json(500, { error: { message: 'down' } });
    const told = JSON.stringify(body).toLowerCase();
    const found = [...flags].filter(([word]) => told.includes(word)).flatMap(([, categories]) => categories);
    const all = [
      'harassment',
      'hate',
      'illicit',
      'self-harm',
      'sexual',
      'sexual/minors',
      'violence',
      'violence/graphic',
    ];
    const categories = Object.fromEntries(all.map((name) => [name, found.includes(name)]));
    const category_scores = Object.fromEntries(all.map((name) => [name, found.includes(name) ? 0.9 : 0.01]));
    exchange.json(200, {
      id: 'modr-1',
      model: 'omni-moderation-latest',
      results: [{ flagged: found.length > 0, categories, category_scores, category_applied_input_types: {} }],
    });
  };

  const server = await startLoopback(async (exchange) => {
    heard.push(exchange);
    if (exchange.path === '/v1/images/generations') return draw(exchange);
    if (exchange.path === '/v1/moderations') return moderate(exchange);
    return exchange.json(404, { error: { message: `no ${exchange.path}` } });
  });
  return {
    baseUrl: `${server.url}/v1`,
    faults,
    accepted,
    heard,
    bill: () => accepted.reduce((sum, { micros }) => sum + micros, 0n),
    flag: (word, categories) => void flags.set(word.toLowerCase(), categories),
    breakModeration: (of = 'everything') => {
      broken = of;
    },
    close: () => server.close(),
  };
}

function still(size: string, index: number): string {
  const [width = 64, height = 64] = size.split('x').map(Number);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = `hsl(${index * 70} 50% 40%)`;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#fff';
  context.fillRect(width / 4, height / 4, width / 8, height / 8);
  return canvas.toBuffer('image/jpeg').toString('base64');
}
