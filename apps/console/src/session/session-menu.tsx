import { Button, Menu } from "@mantine/core";
import { IconDevicesOff, IconKeyboard, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { openHelp } from "../keys/shortcuts.tsx";
import { signOut, useSession } from "./session.ts";

/** Who is signed in, and the way out. */
export function SessionMenu() {
  const session = useSession();
  const name = session?.actor.name ?? session?.actor.id ?? "";
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconUserCircle size={18} />}
          className="session-button"
        >
          <bdi className="cut">{name}</bdi>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label="Session">
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection={<kbd>?</kbd>} onClick={openHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut(false)}>
          Sign out
        </Menu.Item>
        <Menu.Item leftSection={<IconDevicesOff size={16} />} onClick={() => void signOut(true)}>
          Sign out everywhere
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
