import { Page } from "../shell/page.tsx";

export const OrganizationsPage = () => (
  <Page title="Organizations">
    <p>…</p>
  </Page>
);
