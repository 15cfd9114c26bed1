/** What a team did with a take (design §1): the button's argument, and what is stored. */
export const DISPOSITIONS = ['boarded', 'client-deck', 'cut', 'reference'] as const;

export type Disposition = (typeof DISPOSITIONS)[number];

const LABELS: Readonly<Record<Disposition, string>> = {
  boarded: 'Boarded',
  'client-deck': 'Client deck',
  cut: 'Cut',
  reference: 'Reference',
};

export const readDisposition = (raw: string): Disposition | null => DISPOSITIONS.find((known) => known === raw) ?? null;

export const dispositionLabel = (disposition: Disposition): string => LABELS[disposition];
