/** A file that is served by the configured address of Discord itself, such as a proxy on this machine; null: it is anywhere else. */
export function ownFile(
  apiUrl: string | null,
  address: string,
): { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly own: string } | null {
  if (apiUrl === null || !URL.canParse(address)) return null;
  return new URL(address).origin === new URL(apiUrl).origin ? { url: address, headers: {}, own: apiUrl } : null;
}
