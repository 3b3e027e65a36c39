import { useEffect, useState } from "react";
import "./utc-tooltip.css";

interface Place {
  text: string;
  x: number;
  y: number;
}

/** One tooltip for every `<time>` of the page. A component for each would cost a table most of its speed. */
export function UtcTooltip() {
  const [place, setPlace] = useState<Place>();
  useEffect(() => {
    const show = ({ target }: Event) => {
      const time = target instanceof Element ? target.closest<HTMLElement>("time[data-utc]") : null;
      if (!time) return setPlace(undefined);
      const { left, bottom } = time.getBoundingClientRect();
      setPlace({
        text: time.dataset.utc ?? "",
        x: Math.min(left, innerWidth - 190),
        y: Math.min(bottom + 6, innerHeight - 34),
      });
    };
    const hide = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key === "Escape") setPlace(undefined);
    };
    const shows = ["pointerover", "focusin"];
    const hides = ["scroll", "keydown", "focusout"];
    for (const name of shows) document.addEventListener(name, show);
    for (const name of hides) document.addEventListener(name, hide, true);
    return () => {
      for (const name of shows) document.removeEventListener(name, show);
      for (const name of hides) document.removeEventListener(name, hide, true);
    };
  }, []);
  if (!place) return null;
  return (
    <div className="utc-tooltip number" role="tooltip" style={{ left: place.x, top: place.y }}>
      {place.text}
    </div>
  );
}
