import type { Call } from './answers.ts';

/** Whom a request that says something could notify besides a clip's requester; null: nobody. */
export function mentionProblem({ method, path, body }: Call): string | null {
  const said = toMessage(path, body);
  if (method === 'GET' || method === 'DELETE' || said === null) return null;
  const allowed = said['allowed_mentions'] as { readonly parse?: unknown; readonly users?: unknown } | undefined;
  const problem = `${method} ${path.replace(/[\w-]{40,}/g, '…')}: ${JSON.stringify(allowed)}`;
  if (!Array.isArray(allowed?.parse) || allowed.parse.length > 0) return problem;
  const users = Array.isArray(allowed.users) ? (allowed.users as readonly unknown[]) : [];
  const extra = Object.keys(allowed).filter((key) => key !== 'parse' && key !== 'users');
  if (users.length === 0 && extra.length === 0) return null;
  // The clip's message begins with whom it is for, and has a file or says why not.
  const requester = /^<@(\d+)>/.exec(String(said['content'] ?? ''))?.[1];
  const isClip = method === 'POST' && requester !== undefined && 'attachments' in said;
  return extra.length === 0 && isClip && users.length === 1 && users[0] === requester ? null : problem;
}

type Body = Readonly<Record<string, unknown>>;

/** What a request says; null where it has neither words nor components, and so can name nobody. */
function toMessage(path: string, body: Body): Body | null {
  const said = /\/callback$/.test(path) ? body['data'] : (body['message'] ?? body);
  const isMessage = /\/messages(?:\/|$)|\/callback$|^\/channels\/\d+\/threads$/.test(path) && !isModal(path, body);
  if (!isMessage || typeof said !== 'object' || said === null) return null;
  return 'content' in said || 'components' in said || 'embeds' in said ? (said as Body) : null;
}

const isModal = (path: string, { type }: Body): boolean => path.endsWith('/callback') && type === 9;
