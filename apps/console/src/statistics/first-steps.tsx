import { Link } from "@tanstack/react-router";

const code = `import { createClient } from "@roster/client";
const roster = createClient({ url: "${location.origin}", apiKey: process.env.ROSTER_API_KEY });
await roster.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });`;

/** What to do with a directory that has nobody in it. */
export const FirstSteps = () => (
  <section className="panel first-steps" aria-label="First steps">
    <h2>Nobody is here yet</h2>
    <ol>
      <li>
        <Link to="/users" search={{ dialog: "create" }}>
          Create the first user
        </Link>
        , or <Link to="/invitations">invite somebody</Link>.
      </li>
      <li>
        <Link to="/keys" search={{ dialog: "create" }}>
          Make an API key
        </Link>{" "}
        for your application.
      </li>
      <li>Call Roster from your application:</li>
    </ol>
    {/* Focusable, so that the keyboard can scroll it. */}
    <pre tabIndex={0}>{code}</pre>
  </section>
);
