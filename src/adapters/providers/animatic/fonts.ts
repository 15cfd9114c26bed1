import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

/** Drawn with fonts from npm packages only: never with a font of the system, so that every machine draws the same. */
export const LABEL_FONT = '"Previz Label", "Previz Label Ext", "Previz Wide"';
export const MONO_FONT = '"Previz Mono", "Previz Wide"';

const FILES: readonly (readonly [family: string, file: string])[] = [
  ['Previz Label', '@fontsource/barlow-condensed/files/barlow-condensed-latin-600-normal.woff2'],
  ['Previz Label Ext', '@fontsource/barlow-condensed/files/barlow-condensed-latin-ext-600-normal.woff2'],
  ['Previz Mono', '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2'],
  // Cyrillic, Greek, Hebrew and Arabic, which the two above lack.
  ['Previz Wide', 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'],
];

/** Registers the four files by path; throws when a package is missing. May be repeated. */
export function registerFonts(): void {
  const { resolve } = createRequire(import.meta.url);
  for (const [family, file] of FILES) {
    if (GlobalFonts.has(family)) continue;
    if (GlobalFonts.registerFromPath(resolve(file), family) === null) throw new Error(`font not readable: ${file}`);
  }
}

/**
 * Text that our fonts can draw: a box for every other sign (emoji, Chinese, Japanese …), because the canvas would look
 * for it in a font of the system; direction marks and control characters are dropped.
 */
export function legible(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Mn}]|\p{Emoji_Modifier}/gu, '')
    .replace(DRAWABLE, '□')
    .replace(/□{4,}/g, '□□□')
    .trim();
}

const DRAWABLE =
  /[^ -~\u00a1-\u017f\u0218-\u021b\u0386-\u03ce\u0400-\u045f\u0490\u0491\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u2010-\u2026\u2030\u2039\u203a\u20ac\u2122\u25a1]/gu;
