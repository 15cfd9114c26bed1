import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Seal {
  close(text: string): string;
  /** null where it was sealed with another key, or tampered with. */
  open(sealed: string): string | null;
}

const IV = 12;
const TAG = 16;

/** Interaction tokens are kept sealed with a key made from the bot's own token: every process of the app has it, nobody else. */
export function makeSeal(botToken: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', botToken, 'previz', 'discord replies', 32));
  return {
    close(text) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed) {
      try {
        const bytes = Buffer.from(sealed, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV));
        decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
        return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
