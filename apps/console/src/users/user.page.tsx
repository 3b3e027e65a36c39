import { Page } from "../shell/page.tsx";

export const UserPage = () => (
  <Page title="User">
    <p>…</p>
  </Page>
);
