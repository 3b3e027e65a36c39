import { Button, PasswordInput } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTitle } from "../shell/page.tsx";
import { SignInError, signIn } from "./session.ts";
import "./sign-in.css";

/** A path of this page, and nothing that leads elsewhere. */
const inside = (to: string | undefined) => (to?.startsWith("/") && !/^\/[/\\]/.test(to) ? to : "/");

/** Signs in by the link that the server printed, or by an API key. */
export function SignInPage() {
  useTitle("Sign in");
  const [token, setToken] = useState(location.hash.slice(1));
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const done = () => navigate({ href: inside(to), replace: true });
  return (
    <main className="sign-in">
      <div className="panel sign-in-panel">
        <span className="brand-mark" aria-hidden="true">
          R
        </span>
        <h1>{token ? "Open the console" : "Sign in to Roster"}</h1>
        {token ? <ByLink token={token} onDone={done} onOther={() => setToken("")} /> : <ByKey onDone={done} />}
      </div>
    </main>
  );
}

function useSignIn(onDone: () => void) {
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const start = async (by: Parameters<typeof signIn>[0]) => {
    setPending(true);
    setError(undefined);
    try {
      await signIn(by);
      onDone();
    } catch (failure) {
      setError(failure instanceof SignInError ? failure.message : "The server does not answer. Is it running?");
    } finally {
      setPending(false);
    }
  };
  return { error, isPending, start };
}

/** A button, so that nothing that only looks at the link uses it up. */
function ByLink({ token, onDone, onOther }: { token: string; onDone: () => void; onOther: () => void }) {
  const { error, isPending, start } = useSignIn(onDone);
  return (
    <>
      <p className="muted">The link signs this browser in, once.</p>
      {error ? (
        <p className="sign-in-error" role="alert">
          {error} Run <code>roster console</code> for a new link.
        </p>
      ) : null}
      <Button autoFocus data-autofocus loading={isPending} onClick={() => void start({ token })}>
        Sign in
      </Button>
      <Link to="/sign-in" onClick={onOther} className="small">
        Use an API key instead
      </Link>
    </>
  );
}

/** The form for an API key: the page's, and that of a session that has ended. */
export function ByKey({ onDone }: { onDone: () => void }) {
  const { error, isPending, start } = useSignIn(onDone);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get("key");
    if (typeof key === "string") void start({ api_key: key.trim() });
  };
  return (
    <form className="sign-in-form" onSubmit={submit}>
      <p className="muted">
        Open the link that <code>start</code> or <code>roster console</code> prints, or use an API key. You can do what
        the key may do.
      </p>
      <PasswordInput
        name="key"
        label="API key"
        autoComplete="off"
        required
        data-autofocus
        autoFocus
        error={error}
        visibilityToggleButtonProps={{ "aria-label": "Show the key" }}
      />
      <Button type="submit" loading={isPending}>
        Sign in
      </Button>
    </form>
  );
}
