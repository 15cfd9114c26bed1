/** Cues of one axis exclude each other: a new pace takes the old one's place, and a light keeps nothing of the hour before. */
export type Axes = readonly RegExp[];

export const LIGHTING_CUES: Axes = [
  /\b(?:night|nighttime|day|daytime|daylight|dusk|dawn|sunset|sunrise|twilight|golden hour|blue hour|magic hour|noon|midday|morning|afternoon|evening|overcast|sunny|moonlight|moonlit|candlelight|candlelit|neon|backlit|backlight|silhouette|low-key|high-key)\b/i,
  /\b(?:darker|dimmer|brighter|lighter|softer light|harder light|more contrast|less contrast|warmer|cooler)\b/i,
];

export const CAMERA_CUES: Axes = [
  /\b(?:wider|wide|closer|tighter|close-?up|extreme close-?up|medium shot|long shot|further away|farther away|zoom(?:ed)? (?:in|out))\b/i,
  /\b(?:slower|faster|slow motion|slow-mo|quicker|speed up|slow down)\b/i,
  /\b(?:push(?:ing)? in|pull(?:ing)? (?:back|out)|pan(?:ning)?|tilt(?:ing)?|track(?:ing)?|dolly|crane|orbit|static|locked? off|handheld|steadicam|gimbal|drone|aerial|whip pan|arc)\b/i,
  /\b(?:low angle|high angle|eye level|overhead|bird'?s[- ]eye|dutch angle|from (?:above|below|behind)|over[- ]the[- ]shoulder|pov)\b/i,
];

/** Whether the words name something of these axes, wherever it stands. */
export const namesCue = (text: string, axes: Axes): boolean => axes.some((axis) => axis.test(text));
