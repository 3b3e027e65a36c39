import type { PrivateUser } from "@roster/client";
import { IconDownload, IconKey, IconKeyOff, IconTrash } from "@tabler/icons-react";
import { read } from "../calls/calls.ts";
import { useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { notify } from "../form/notify.tsx";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { messageOf } from "../shell/faults.tsx";
import type { Action } from "../table/row-menu.tsx";

/** What the session may do with a user's account: the main acts as buttons, and more in a menu. */
export function useUserActs(user: PrivateUser) {
  const can = useCan();
  const dialog = useDialog();
  const act = useAct();
  const of = { user_id: user.id };
  const { email } = user;

  const main: Action[] = [];
  const more: Action[] = [];
  if (can("users:verify") && email !== null && user.is_active) {
    main.push({
      label: "Send password reset",
      onClick: () =>
        void act.act(user.id, { procedure: "sendPasswordReset", input: { email } }, `A link is on its way to ${email}`),
    });
  }
  if (can("users:write")) {
    main.push(
      user.is_active
        ? { label: "Deactivate…", onClick: () => dialog.open("deactivate") }
        : {
            label: "Reactivate",
            onClick: () =>
              void act.act(user.id, { procedure: "reactivateUser", input: of }, `${nameOf(user)} is active again`, {
                procedure: "deactivateUser",
                input: { ...of, reason: user.deactivation_reason },
              }),
          },
    );
  }
  if (can("users:write") && can("users:password")) {
    more.push({ label: "Set password…", icon: <IconKey size={16} />, onClick: () => dialog.open("password") });
  }
  if (can("users:password") && user.has_password) {
    more.push({
      label: "Remove password…",
      icon: <IconKeyOff size={16} />,
      onClick: () => dialog.open("remove-password"),
    });
  }
  more.push({
    label: "Download personal data",
    icon: <IconDownload size={16} />,
    onClick: () => void downloadPersonalData(user.id),
  });
  if (can("users:write")) {
    more.push({
      label: "Delete user…",
      icon: <IconTrash size={16} />,
      isDangerous: true,
      onClick: () => dialog.open("delete"),
    });
  }
  return { act, main, more };
}

/** Everything that is held on a person, as a file. */
async function downloadPersonalData(id: string) {
  try {
    const data = await read("fetchPersonalData", { user_id: id });
    const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: `${id}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    notify(
      data.incomplete.length > 0
        ? `Downloaded, with the 1,000 newest only of: ${data.incomplete.join(", ")}`
        : "Everything that is held on this person is downloaded",
    );
  } catch (error) {
    if (error instanceof Error) notify(messageOf(error));
  }
}
