import { Page } from "../shell/page.tsx";

export const AuditPage = () => (
  <Page title="Audit">
    <p>…</p>
  </Page>
);
