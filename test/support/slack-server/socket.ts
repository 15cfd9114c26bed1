import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** A WebSocket of the server's side, as far as Socket Mode needs it: text both ways, ping, close (RFC 6455). */
export interface Socket {
  send(text: string): void;
  ping(): void;
  /** Ends the connection without a word. */
  cut(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function acceptSocket(
  request: IncomingMessage,
  stream: Duplex,
  on: { readonly text: (text: string) => void; readonly closed: () => void },
): Socket {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let buffer = Buffer.alloc(0);
  const write = (opcode: number, payload: Buffer) => {
    if (!stream.destroyed) stream.write(toFrame(opcode, payload));
  };
  stream.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let frame = readFrame(buffer); frame !== null; frame = readFrame(buffer)) {
      buffer = buffer.subarray(frame.size);
      if (frame.opcode === 1) on.text(frame.payload.toString());
      if (frame.opcode === 9) write(10, frame.payload);
      if (frame.opcode === 8) {
        write(8, frame.payload);
        stream.end();
      }
    }
  });
  stream.on('error', () => undefined);
  stream.on('close', on.closed);
  return {
    send: (text) => write(1, Buffer.from(text)),
    ping: () => write(9, Buffer.from('ping')),
    cut: () => stream.destroy(),
  };
}

function toFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

function readFrame(
  buffer: Buffer,
): { readonly opcode: number; readonly payload: Buffer; readonly size: number } | null {
  if (buffer.length < 2) return null;
  const opcode = buffer.readUInt8(0) & 0x0f;
  let length = buffer.readUInt8(1) & 0x7f;
  let at = 2;
  if (length === 126) {
    if (buffer.length < 4) return null;
    length = buffer.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (buffer.length < 10) return null;
    length = Number(buffer.readBigUInt64BE(2));
    at = 10;
  }
  const size = at + 4 + length;
  if (buffer.length < size) return null;
  const mask = buffer.subarray(at, at + 4);
  const payload = Buffer.from(buffer.subarray(at + 4, size));
  for (let i = 0; i < payload.length; i += 1) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return { opcode, payload, size };
}
