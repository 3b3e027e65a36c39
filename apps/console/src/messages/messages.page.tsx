import { Page } from "../shell/page.tsx";

export const MessagesPage = () => (
  <Page title="Messages">
    <p>…</p>
  </Page>
);
