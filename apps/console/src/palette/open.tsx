import { lazy, Suspense, useEffect, useState } from "react";

const Content = lazy(() => import("./palette.tsx"));

let open: (() => void) | undefined;
export const openPalette = () => open?.();

/** The palette, which is loaded when it is first opened. */
export function Palette() {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    open = () => setTimes((count) => count + 1);
    return () => {
      open = undefined;
    };
  }, []);
  return times > 0 ? (
    <Suspense>
      <Content opening={times} />
    </Suspense>
  ) : null;
}
