/** Stands for what is only there once the file's set-up ran. */
export const later = <T extends object>(of: () => T | null | undefined): T =>
  new Proxy({} as T, {
    get(_, key) {
      const there = of();
      if (there === null || there === undefined) throw new Error(`${String(key)} is read before the set-up ran`);
      return Reflect.get(there, key);
    },
  });
