interface SentView {
  readonly type?: string;
  readonly title?: { readonly text: string };
  readonly submit?: unknown;
  readonly private_metadata?: string;
  readonly blocks?: readonly SentBlock[];
}

interface SentBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly label?: { readonly text: string };
  readonly hint?: { readonly text: string };
  readonly element?: SentElement;
  readonly elements?: readonly SentElement[];
}

interface SentElement {
  readonly type: string;
  readonly action_id?: string;
  readonly options?: readonly SentOption[];
  readonly initial_option?: SentOption;
  readonly initial_options?: readonly SentOption[];
  readonly initial_date?: string;
  readonly initial_time?: string;
}

interface SentOption {
  readonly text: { readonly text: string };
  readonly value: string;
}

/** Whether Slack would take this view; its limits are those of the Block Kit reference (docs.slack.dev/reference/block-kit). */
export function isView(view: SentView): boolean {
  const blocks = view.blocks ?? [];
  const ids = blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]));
  if (blocks.length > 100 || new Set(ids).size !== ids.length) return false;
  if (view.type === 'home') return true;
  const hasInputs = blocks.some(({ type }) => type === 'input');
  if ((view.title?.text.length ?? 0) > 24 || (view.private_metadata?.length ?? 0) > 3_000) return false;
  return (!hasInputs || view.submit !== undefined) && blocks.every(isBlock);
}

function isBlock({ type, label, hint, element, elements = [] }: SentBlock): boolean {
  if (type === 'actions') return elements.length > 0 && elements.length <= 25;
  if (type !== 'input') return true;
  const words = [label?.text ?? '', hint?.text ?? ''];
  return (
    label !== undefined && words.every(({ length }) => length <= 2_000) && element !== undefined && isInput(element)
  );
}

function isInput({ type, options, initial_option, initial_options, initial_date, initial_time }: SentElement): boolean {
  if (initial_date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(initial_date)) return false;
  if (initial_time !== undefined && !/^\d{2}:\d{2}$/.test(initial_time)) return false;
  if (!/^(multi_)?static_select$|^checkboxes$/.test(type)) return true;
  const known = (options ?? []).map((option) => JSON.stringify(option));
  const chosen = [...(initial_options ?? []), ...(initial_option === undefined ? [] : [initial_option])];
  const fits = known.length > 0 && known.length <= 100 && (options ?? []).every(({ text }) => text.text.length <= 75);
  return fits && chosen.every((option) => known.includes(JSON.stringify(option)));
}
