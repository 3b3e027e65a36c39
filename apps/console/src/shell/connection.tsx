import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { refusalOf } from "../calls/calls.ts";

const AGAIN_MILLISECONDS = 3000;

/** Says that the server is away, and reads everything again as soon as it is back. What is typed on the page stays. */
export function Connection() {
  const queryClient = useQueryClient();
  const [isAway, setAway] = useState(false);
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe(({ query }) => {
        const { error, fetchFailureReason, status } = query.state;
        const reason = fetchFailureReason ?? error;
        if (reason && !refusalOf(reason)) setAway(true);
        else if (status === "success" && !reason) setAway(false);
      }),
    [queryClient],
  );
  useEffect(() => {
    if (!isAway) return undefined;
    const timer = setInterval(
      () => void queryClient.refetchQueries({ type: "active" }, { cancelRefetch: false }),
      AGAIN_MILLISECONDS,
    );
    return () => clearInterval(timer);
  }, [isAway, queryClient]);
  return (
    <div role="status" className={isAway ? "connection" : "hidden"}>
      {isAway
        ? "The server does not answer. This page tries again every few seconds; nothing that you typed is lost."
        : ""}
    </div>
  );
}
