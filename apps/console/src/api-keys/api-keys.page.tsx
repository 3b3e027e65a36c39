import { Page } from "../shell/page.tsx";

export const ApiKeysPage = () => (
  <Page title="Api-keys">
    <p>…</p>
  </Page>
);
