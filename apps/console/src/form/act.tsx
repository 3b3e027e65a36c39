import type { Input } from "@roster/client";
import { useState } from "react";
import { change, type MutationName, queryClient, refusalOf } from "../calls/calls.ts";
import { sessionEnded } from "../session/session.ts";
import { messageOf } from "../shell/faults.tsx";
import { notify } from "./notify.tsx";
import "./form.css";

interface Step<P extends MutationName> {
  procedure: P;
  input: Input<P>;
}

/** A step of any procedure, with the input of that procedure. */
export type AnyStep = { [P in MutationName]: Step<P> }[MutationName];

/**
 * Acts that need no form: one call, what it did in words, and where the API can undo it, the calls that do. A refusal is kept with the
 * record that it is about, and shown there by `RefusalOf`.
 */
export function useAct() {
  const [refused, setRefused] = useState<{ of: string; error: Error }>();
  const [pending, setPending] = useState<string>();

  async function act(of: string, steps: AnyStep | AnyStep[], done: string, undo?: AnyStep | AnyStep[]) {
    setPending(of);
    setRefused(undefined);
    try {
      for (const step of [steps].flat()) await change(step.procedure, step.input);
      notify(done, undo && (() => void act(of, undo, "Undone")));
    } catch (error) {
      if (refusalOf(error)?.error_code === "unauthorized") sessionEnded();
      setRefused({ of, error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      setPending(undefined);
      await queryClient.invalidateQueries();
    }
  }
  return { act, refused, pending };
}

export type Act = ReturnType<typeof useAct>;

/** The refusal of the last act on a record, to show beside that record. */
export const RefusalOf = ({ of, act }: { of: string; act: Act }) =>
  act.refused?.of === of ? (
    <p className="refusal" role="alert">
      {messageOf(act.refused.error)}
    </p>
  ) : null;
