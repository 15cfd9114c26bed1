/** What was stored: the SHA-256 of the bytes (lower hex) and a path below the media folder. */
export interface StoredMedia {
  readonly sha256: string;
  readonly media: string;
  readonly bytes: bigint;
}

/** Facts read from a stored clip, or why it can't be played. */
export type Probe =
  | {
      readonly kind: 'clip';
      readonly seconds: number;
      readonly frames: number;
      readonly width: number;
      readonly height: number;
      readonly videoCodec: string;
      readonly audioCodec: string | null;
    }
  | { readonly kind: 'unplayable'; readonly reason: string };

/** What a copy for chat is to show. */
export interface DeriveWish {
  /** Width by height of the shape that was asked for; the rest of the picture is masked. null: as it is. */
  readonly matte: number | null;
  /** Words in the corner of the picture; null: none. */
  readonly mark: string | null;
}

/** What was made beside the provider's bytes; the bytes themselves are never touched. */
export interface Derived {
  /** Frames of the clip in a row. */
  readonly strip: string | null;
  /** A copy that a chat takes and that shows what the wish said; null where the original does. */
  readonly chat: {
    readonly media: string;
    readonly bytes: number;
    /** It shows what the original shows, only smaller; left out: it was made before this was noted. */
    readonly isSame?: boolean;
  } | null;
  /** The original carries Content Credentials (C2PA). */
  readonly credentials: boolean;
}

/** Where clips are kept. Bytes are stored untouched; what is made for chat is a derivative beside them. */
export interface MediaStore {
  /** Streams into a temporary name, hashes on the way, renames into place; the same bytes again are the same file. */
  store(name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredMedia>;
  /** The stored bytes, streamed. Throws where nothing is stored under that name. */
  open(media: string): Promise<AsyncIterable<Uint8Array>>;
  /** A path of the stored bytes on this machine, fetched first where they are kept elsewhere. */
  localPath(media: string): Promise<string>;
  probe(media: string): Promise<Probe>;
  /** A still of the clip for the cards, made outside the main process; null when it can't be made. */
  poster(media: string): Promise<string | null>;
  /** Makes the copies for people, outside the main process; what can't be made is null. May be repeated. */
  derive(media: string, wish: DeriveWish): Promise<Derived>;
  /** Bytes free for new clips. */
  free(): Promise<bigint>;
}
