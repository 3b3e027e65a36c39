import { Page } from "../shell/page.tsx";

export const OverviewPage = () => (
  <Page title="Overview">
    <p>…</p>
  </Page>
);
