import { useMutation, useQueryClient } from "@tanstack/react-query";

export function SignIn() {
  const queryClient = useQueryClient();
  const signIn = useMutation({
    mutationFn: async (form: FormData) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify(Object.fromEntries(form));
      const answer = await fetch("/sign-in", { method: "POST", headers, body });
      if (!answer.ok) throw new Error((await answer.json()).message);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });
  return (
    <form action={(form) => signIn.mutate(form)}>
      <input name="identifier" aria-label="Email" autoComplete="username" required />
      <input name="password" aria-label="Password" type="password" autoComplete="current-password" required />
      <button type="submit">Sign in</button>
      <a href="/sign-in/google">Sign in with Google</a>
      {signIn.isError && <p role="alert">{signIn.error.message}</p>}
    </form>
  );
}
