import type { Input, Output } from "@roster/client";
import { useRef, useState } from "react";
import { type MutationName, queryClient, refusalOf } from "../calls/calls.ts";
import { useCallForm } from "./call-form.ts";
import { areChosen, type Conflict } from "./conflicts.tsx";

/** The fields of a record as text, and its version. */
interface Versioned<Name extends string> {
  version: number;
  values: Record<Name, string>;
}

interface Options<P extends MutationName, Name extends string> {
  /** What each field is called. */
  labels: Record<Name, string>;
  record: Versioned<Name>;
  /** The call's input, of what was changed here and the version that it was changed on. */
  input(changed: Partial<Record<Name, string>>, version: number): Input<P>;
  /** Reads the record anew, after somebody else has changed it. */
  readAgain(): Promise<Versioned<Name>>;
  onDone(output: Output<P>): unknown;
}

/**
 * A form that changes a record: only what was changed here is sent, and only on the version that was read. What somebody else changed
 * meanwhile is kept as conflicts, and saved when each is chosen.
 */
export function useVersionedForm<P extends MutationName, Name extends string>(
  procedure: P,
  { labels, record, input, readAgain, onDone }: Options<P, Name>,
) {
  const names = Object.keys(labels) as Name[]; // the keys of a record by name
  // The record as it was read last. The one on the page may be newer, and is not what the person saw in the fields.
  const seen = useRef(record);
  const [initial] = useState(record.values);
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const form = useCallForm<P, Record<Name, string>>(procedure, {
    initial,
    input: (values) => {
      const changed = names.filter((name) => values[name].trim() !== seen.current.values[name]);
      const texts = Object.fromEntries(changed.map((name) => [name, values[name].trim()]));
      return input(texts as Partial<Record<Name, string>>, seen.current.version); // made of names
    },
    onDone,
    onRefused: (error) => refusalOf(error)?.error_code === "version_mismatch" && void compare(),
  });

  async function compare() {
    await queryClient.invalidateQueries();
    const before = seen.current.values;
    const now = await readAgain();
    seen.current = now;
    const theirs = now.values;
    const found = names
      .filter((name) => theirs[name] !== before[name] && theirs[name] !== form.values[name].trim())
      .map((name): Conflict => {
        const mine = form.values[name];
        const isTouched = mine.trim() !== before[name];
        if (!isTouched) form.set(name, theirs[name]);
        return { name, label: labels[name], mine, theirs: theirs[name], kept: isTouched ? undefined : "theirs" };
      });
    setConflicts(found);
    // Something else has changed, which is in no field.
    if (found.length === 0) form.submit();
  }

  const choose = (chosen: string, kept: "mine" | "theirs") => {
    setConflicts(conflicts.map((one) => (one.name === chosen ? { ...one, kept } : one)));
    const conflict = conflicts.find(({ name }) => name === chosen);
    if (conflict) form.set(conflict.name as Name, conflict[kept]); // made of names above
  };

  const isMismatch = refusalOf(form.fault)?.error_code === "version_mismatch";
  return {
    form: { ...form, fault: isMismatch ? null : form.fault },
    conflicts,
    choose,
    submit: conflicts.length > 0 ? "Save again" : "Save",
    isReady: areChosen(conflicts),
  };
}
