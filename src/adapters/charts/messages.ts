import type { DigestPicture } from '../../core/digest/picture.ts';

export interface DrawTask {
  readonly id: number;
  readonly picture: DigestPicture;
}

export type Drawn =
  | { readonly kind: 'drawn'; readonly id: number; readonly png: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly detail: string };
