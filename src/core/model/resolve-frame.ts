import type { Brief, Size } from '../command/brief.ts';
import { nearestRatio, type Ratio } from '../take/ratio.ts';
import { frameFor, linesOf } from './frame.ts';
import type { Quote } from './quote.ts';
import type { ResolveContext } from './resolution.ts';
import { toSizeWords } from './resolution-words.ts';
import { isShape, snapRatio, snapSize } from './snap.ts';

/** 1280×720 at 16:9. */
const HOUSE_LINES = 720;
const HOUSE_RATIO: Ratio = '16:9';

export interface ResolvedFrame {
  readonly ratio: Ratio;
  readonly renderRatio: Ratio;
  readonly size: Size;
  /** The next larger size, where the asked one went down. */
  readonly larger: Size | null;
  readonly notes: readonly string[];
}

/** The shape and the size of the picture: as asked, else of the template, the channel, the house; then as the model can. */
export function resolveFrame(
  brief: Brief,
  context: ResolveContext,
  price: (seconds: number, size: Size) => Quote,
): ResolvedFrame {
  const { model } = context;
  const { ratio, size: wished, notes: shaped } = wishedFrame(brief, context);
  const notes = [...toRatioNotes(brief), ...shaped];
  const renderRatio = snapRatio(model.ratios, ratio);
  const wanted = renderRatio === ratio ? wished : frameFor(renderRatio, linesOf(wished));
  const mayRise = brief.size === null ? 'never-rises' : 'may-rise';
  // Whether a larger size costs more does not depend on the seconds, so that one second stands for all.
  const sized = snapSize(model.sizes, { size: wanted, ratio: renderRatio }, (size) => price(1, size), mayRise);
  const said = brief.size !== null && !sized.exact;
  return {
    ratio,
    renderRatio,
    size: { width: sized.value.width, height: sized.value.height },
    larger: said ? sized.above : null,
    notes: [
      ...notes,
      ...(renderRatio === ratio
        ? []
        : [`${model.title} can't frame ${ratio}: it is rendered at ${renderRatio} and matted to ${ratio}.`]),
      ...(said ? [`${model.title} can't do ${toSizeWords(wanted)}: it is made at ${toSizeWords(sized.value)}.`] : []),
    ],
  };
}

/** A shape that nobody frames was asked for: which one it became is said. */
const toRatioNotes = ({ ratio, askedRatio }: Brief): readonly string[] =>
  askedRatio === undefined || ratio === null ? [] : [`There is no ratio ${askedRatio}: ${ratio} is the nearest.`];

interface WishedFrame {
  readonly ratio: Ratio;
  readonly size: Size;
  readonly notes: readonly string[];
}

function wishedFrame(brief: Brief, { templateDefaults, channelDefaults }: ResolveContext): WishedFrame {
  const usual = templateDefaults?.ratio ?? channelDefaults?.ratio ?? HOUSE_RATIO;
  const { size } = brief;
  if (size === null || size.lines !== undefined) {
    const ratio = brief.ratio ?? usual;
    return { ratio, size: frameFor(ratio, size?.lines ?? HOUSE_LINES), notes: [] };
  }
  const ratio = brief.ratio ?? nearestRatio(size.width / size.height);
  if (isShape(size, ratio)) return { ratio, size, notes: [] };
  const shaped = frameFor(ratio, linesOf(size));
  return { ratio, size: shaped, notes: [`${toSizeWords(size)} is not ${ratio}: ${toSizeWords(shaped)} is.`] };
}
