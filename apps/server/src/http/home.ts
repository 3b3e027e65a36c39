import { answerText, type Front, isRead } from "./front.ts";

const text = `This is Roster, a user directory. Its console is off (CONSOLE=off).

The API:  /trpc/<function>, with the header "Authorization: Bearer <API key>", such as GET /trpc/fetchUsers
Health:   /healthz and /readyz

Its functions are described in docs/api.md of Roster's repository, and called most easily with the package @roster/client.
`;

/** Answers at `/` with a short text about this server, where the console is off. */
export const homeFront: Front = {
  matches: (path) => path === "/",
  answer: async ({ request, response }) =>
    isRead(request) ? answerText(response, 200, text) : answerText(response, 405, text, { allow: "GET, HEAD" }),
};
