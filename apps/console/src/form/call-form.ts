import type { Input, Output } from "@roster/client";
import { useRef, useState } from "react";
import { type MutationName, refusalOf, useChange } from "../calls/calls.ts";

/** The values of the fields, by their names in the call's input. */
export type Values = Record<string, string | boolean>;

interface Options<P extends MutationName, V extends Values> {
  initial: V;
  /** The call's input. Whatever is missing or wrong in it the server says. */
  input(values: V): Input<P>;
  onDone(output: Output<P>): unknown;
  onRefused?(error: Error): unknown;
}

/** A form that makes one call. The server is the only validator: its `field_errors` stand at the fields. */
export function useCallForm<P extends MutationName, V extends Values>(procedure: P, options: Options<P, V>) {
  const { initial, input, onDone, onRefused } = options;
  const [values, setValues] = useState(initial);
  const [changedSince, setChangedSince] = useState<ReadonlySet<string>>(new Set());
  const isDone = useRef(false);
  const call = useChange(procedure);
  const faults = refusalOf(call.error)?.field_errors ?? [];
  const names = Object.keys(initial);
  const nameAt = (path: string) => names.find((name) => path === name || path.startsWith(`${name}.`));

  return {
    values,
    procedure,
    input: () => input(values),
    set<N extends keyof V & string>(name: N, value: V[N]) {
      setValues((before) => ({ ...before, [name]: value }));
      setChangedSince((before) => new Set(before).add(name));
    },
    /** The server's error of a field, until the person changes the field. */
    faultOf: (name: string) =>
      changedSince.has(name) ? undefined : faults.find(({ path }) => nameAt(path) === name)?.message,
    /** A refusal that no field of the form is about. */
    fault: call.error && !faults.some(({ path }) => nameAt(path)) ? call.error : null,
    isDirty: () => !isDone.current && names.some((name) => values[name] !== initial[name]),
    isPending: call.isPending,
    submit() {
      setChangedSince(new Set());
      call.mutate(input(values), {
        onSuccess: (output) => {
          isDone.current = true;
          onDone(output);
        },
        onError: (error) => onRefused?.(error),
      });
    },
  };
}

/** A form as its dialog sees it. */
export interface Submission {
  procedure: MutationName;
  input(): unknown;
  fault: Error | null;
  isDirty(): boolean;
  isPending: boolean;
  submit(): void;
}

/** A form as its fields see it. */
export interface CallForm<V extends Values> extends Submission {
  values: V;
  set<N extends keyof V & string>(name: N, value: V[N]): void;
  faultOf(name: string): string | undefined;
}

/** Text, or null for an empty field, which clears it. */
export const textOrNull = (text: string) => text.trim() || null;

/** Text, or nothing for an empty field. */
export const textOrNothing = (text: string) => text.trim() || undefined;
