import { Button } from "@mantine/core";

interface EmptyProps {
  title: string;
  /** The next step, in a sentence. */
  children: string;
  action?: string;
  onAction?(): void;
}

/** What stands in place of a list without rows. */
export const Empty = ({ title, children, action, onAction }: EmptyProps) => (
  <div className="empty" role="status">
    <h2>{title}</h2>
    <p className="muted">{children}</p>
    {action ? (
      <Button variant="default" size="xs" mt={12} onClick={onAction}>
        {action}
      </Button>
    ) : null}
  </div>
);
