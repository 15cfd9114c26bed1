/** A module of the playground's page. It is plain JavaScript with a type check of its own; here its callers say what they expect. */
export const importPageModule = (name: string) =>
  import(new URL(`../../src/adapters/playground/page/${name}`, import.meta.url).href);
