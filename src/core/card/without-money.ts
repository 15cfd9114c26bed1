/** Notes that may be read by people from outside: those that name a price are left out there. */
export const withoutMoney = (
  notes: readonly string[],
  { external }: { readonly external: boolean },
): readonly string[] => (external ? notes.filter((note) => !/\$\d/.test(note)) : notes);
