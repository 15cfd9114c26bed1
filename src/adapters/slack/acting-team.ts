interface Interaction {
  readonly team?: { readonly id: string } | null;
  readonly user?: { readonly team_id?: string };
  readonly view?: { readonly app_installed_team_id?: string };
}

/**
 * The workspace of ours that a press or a form came through. Where the app is installed for a whole organisation the
 * payload's own team is null; in a modal of a shared channel it is the other company's.
 */
export const actingTeam = ({ team, user, view }: Interaction): string | null =>
  view?.app_installed_team_id ?? team?.id ?? user?.team_id ?? null;
