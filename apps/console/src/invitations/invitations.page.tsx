import { Page } from "../shell/page.tsx";

export const InvitationsPage = () => (
  <Page title="Invitations">
    <p>…</p>
  </Page>
);
