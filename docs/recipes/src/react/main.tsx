import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { Members } from "./members.tsx";
import { SignIn } from "./sign-in.tsx";
import { Users } from "./users.tsx";

interface Me {
  name: string;
  organizations: { organization_id: string; organization_name: string }[];
}

function App() {
  const me = useQuery({
    queryKey: ["me"],
    queryFn: async (): Promise<Me | null> => {
      const answer = await fetch("/api/me");
      return answer.ok ? answer.json() : null;
    },
  });
  const [organization] = me.data?.organizations ?? [];
  if (me.isPending) return <p>Loading…</p>;
  if (!me.data) return <SignIn />;
  if (!organization) return <p>{me.data.name}, you are in no organization yet.</p>;
  return (
    <main>
      <h1>{organization.organization_name}</h1>
      <Members organizationId={organization.organization_id} />
      <Users organizationId={organization.organization_id} />
    </main>
  );
}

// Roster's client retries by itself.
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>,
  );
}
