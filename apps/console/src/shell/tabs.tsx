import { Link, type LinkProps } from "@tanstack/react-router";
import "./tabs.css";

interface TabsProps {
  label: string;
  tabs: readonly (readonly [tab: string, words: string, count?: string | undefined])[];
  to(tab: string): LinkProps;
}

/** The parts of a record's page. Each has an address, so they are links. */
export const Tabs = ({ label, tabs, to }: TabsProps) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map(([tab, words, count]) => (
      <Link
        key={tab}
        {...to(tab)}
        className="tab"
        activeProps={{ "aria-current": "page" }}
        activeOptions={{ includeSearch: false }}
      >
        {words}
        {count === undefined ? null : <span className="muted number"> {count}</span>}
      </Link>
    ))}
  </nav>
);
