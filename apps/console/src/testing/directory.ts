import type { TestConsole } from "./console.ts";

/** Names as an attacker chooses them. The page must show them as text, whatever their direction and height. */
const hostileNames = [
  `<img src=x onerror="document.title='broken'">`,
  "</script><script>document.title='broken'</script>",
  "\u202Eelpmaxe\u2069 reversed",
  `Z${"\u0301".repeat(90)}algo`,
  "javascript:alert(1)",
  "العربية اسم طويل",
];

/** A directory with something on every page. */
export async function fill({ api }: TestConsole) {
  const users = await Promise.all(
    hostileNames.map((last_name, index) =>
      api.createUser({ first_name: "Mallory", last_name, email_address: `mallory${index}@example.com` }),
    ),
  );
  const ada = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    email_address: "ada@example.com",
    phone_number: "+4930901820",
    username: "ada",
    password: "correct horse battery staple",
    profile_picture_url: "https://example.com/javascript:alert(1).png",
    public_metadata: { plan: "team", note: "<b>bold</b>" },
  });
  await api.addEmail(ada.id, "ada@lab.example", { is_verified: true });
  await api.linkSocialConnection(ada.id, {
    provider: "google",
    provider_user_id: "108",
    display_name: hostileNames[0],
  });
  const lab = await api.createOrganization({ name: `Lab ${hostileNames[0]}`, slug: "lab" });
  const workspace = await api.createWorkspace({ organization_id: lab.id, name: "Design" });
  await api.addOrganizationMember({ organization_id: lab.id, user_id: ada.id, role: "admin" });
  await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: ada.id });
  for (const name of ["grace", "joan", "mary"]) {
    await api.joinWaitlist({
      email: `${name}@example.com`,
      first_name: name,
      metadata: { from: hostileNames.join(" ") },
    });
  }
  await api.inviteUser({ email: "guest@example.com", organization_id: lab.id, first_name: hostileNames[1] });
  await api.createApiKey({ name: hostileNames[0] ?? "", scopes: ["users:read"] });
  return { ada, lab, workspace, users };
}
