import { Page } from "../shell/page.tsx";

export const WaitlistPage = () => (
  <Page title="Waitlist">
    <p>…</p>
  </Page>
);
