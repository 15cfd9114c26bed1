import { PermanentError } from '../../core/errors.ts';
import { workspaceId } from '../../core/ids.ts';
import type { Call, Tokens } from './calls.ts';

/**
 * Pictures of messages and forms, named by the team whose payload brought them. Nobody can type such a name as a
 * reference, so nobody reaches a file that they were not shown.
 */
const SCHEME = 'slack-file:';

export const toSlackFile = (team: string, fileId: string): string => `${SCHEME}${team}/${fileId}`;

/** Where a picture is fetched, and with which headers: they go to this host and to no other. */
export interface PrivateAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly own: string | null;
}

interface FileInfo {
  readonly file?: { readonly url_private_download?: string; readonly url_private?: string };
}

const HOST = 'files.slack.com';

/** Finds the address of a picture in Slack; null for what is none of Slack's. */
export function makeSlackFiles(deps: { readonly call: Call; readonly tokens: Tokens; readonly apiUrl: string | null }) {
  return async (address: string): Promise<PrivateAddress | null> => {
    if (!address.startsWith(SCHEME)) return null;
    const [team = '', fileId = ''] = address.slice(SCHEME.length).split('/');
    const workspace = workspaceId(team);
    const { file } = await deps.call<FileInfo>(workspace, 'files.info', { file: fileId });
    const url = file?.url_private_download ?? file?.url_private ?? '';
    if (!isSlacks(url, deps.apiUrl)) throw new PermanentError('not_slacks', 'Slack named a file on another host');
    const token = await deps.tokens.botToken(workspace);
    return { url, headers: { authorization: `Bearer ${token}` }, own: deps.apiUrl };
  };
}

function isSlacks(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  if (apiUrl !== null) return host === new URL(apiUrl).host;
  return protocol === 'https:' && host === HOST;
}
