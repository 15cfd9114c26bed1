import type { CreateFault } from './faults.ts';
import type { Exchange } from './loopback.ts';

/** Answers, or doesn't, where nothing was accepted. False: the call is to be accepted. */
export function refuseCreate(exchange: Exchange, fault: CreateFault | null, unsafe = 'sentinel_block'): boolean {
  const refuse = (status: number, code: string | null, headers: Readonly<Record<string, string>> = {}) => {
    const error = { code, message: `refused: ${code}`, type: 'invalid_request_error' };
    exchange.json(status, { error, code }, headers);
    return true;
  };
  switch (fault) {
    case 'reset-before':
      exchange.drop();
      return true;
    case '500-before':
      return refuse(500, null);
    case '429':
      return refuse(429, 'rate_limit_exceeded');
    case '429-retry-after':
      return refuse(429, 'rate_limit_exceeded', { 'Retry-After': '7' });
    case 'refused-words':
      return refuse(400, unsafe);
    case 'bad-key':
      return refuse(401, 'invalid_api_key');
    case 'no-model':
      return refuse(410, 'model_not_found');
    case 'no-credit':
      return refuse(402, 'insufficient_quota');
    case 'bad-request':
      return refuse(400, null);
    case 'redirect':
      exchange.response.writeHead(307, { Location: exchange.path }).end();
      return true;
    default:
      return false;
  }
}

/** Loses the answer to a call that was accepted. False: it may be told. */
export function loseAnswer(exchange: Exchange, fault: CreateFault | null): boolean {
  switch (fault) {
    case 'reset-after':
      exchange.drop();
      return true;
    case '502-after':
      exchange.json(502, { error: { message: 'bad gateway' } });
      return true;
    case 'hang-after':
      return true;
    case 'garbled-after':
      exchange.json(200, { ok: true });
      return true;
    default:
      return false;
  }
}

/** What goes wrong with one look at a job. False: it may be told how it goes. */
export function failPoll(
  exchange: Exchange,
  fault: '500' | '429-retry-after' | 'reset' | '404-once' | 'html' | null,
): boolean {
  switch (fault) {
    case '500':
      exchange.json(500, { error: { message: 'oops' } });
      return true;
    case '429-retry-after':
      exchange.json(429, { error: { message: 'slow down' } }, { 'Retry-After': '3' });
      return true;
    case 'reset':
      exchange.drop();
      return true;
    case '404-once':
      exchange.json(404, { error: { message: 'not there yet' } });
      return true;
    case 'html':
      exchange.response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>');
      return true;
    case null:
      return false;
  }
}
