import type { ReferenceRole } from '../command/brief.ts';

/** A picture that guides a take, kept with us: what a link shows may change or go. */
export interface KeptReference {
  readonly role: ReferenceRole;
  readonly sha256: string;
  readonly mime: string;
  /** Path of the bytes below the media folder. */
  readonly media: string;
}

export interface ReferenceShelf {
  /** Fetches a picture that a person linked to, under the rules of design §8, and keeps it. Throws UserError `bad_reference` whose message says what to do. */
  keep(url: string): Promise<Omit<KeptReference, 'role'>>;
  /** A path of the kept bytes on this machine. */
  lend(reference: KeptReference): Promise<string>;
}
