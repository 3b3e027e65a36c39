import type { UserDetails } from "@roster/client";
import { IconCheck, IconCopy, IconEdit, IconPlus, IconSend, IconStar, IconTrash, IconX } from "@tabler/icons-react";
import { useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { notify } from "../form/notify.tsx";
import { useCan } from "../session/session.ts";
import { Panel, PanelAction } from "../shell/panel.tsx";
import { Rows } from "../shell/rows.tsx";
import type { Action } from "../table/row-menu.tsx";
import { Badge } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { AddIdentifier, ChangeIdentifier } from "./identifier.dialogs.tsx";
import type { Identifier, IdentifierKind } from "./identifier.kinds.tsx";

/** The user's addresses or numbers, and what can be done with each. */
export function UserIdentifiers({ kind, details }: { kind: IdentifierKind; details: UserDetails }) {
  const can = useCan();
  const dialog = useDialog();
  const act = useAct();
  const userId = details.user.id;
  const all = kind.of(details);
  const primary = all.find(({ is_primary }) => is_primary);
  const changed = all.find(({ id }) => id === dialog.of);

  const copy = ({ text }: Identifier): Action => ({
    label: `Copy ${kind.noun}`,
    icon: <IconCopy size={16} />,
    onClick: () => void navigator.clipboard.writeText(text).then(() => notify(`${text} is copied`)),
  });
  const menu = (one: Identifier): Action[] => {
    const set = (id: string, is_primary: boolean, is_verified: boolean) =>
      kind.updateStep(userId, id, { is_primary, is_verified });
    const run = (...given: Parameters<typeof act.act> extends [string, ...infer Rest] ? Rest : never) =>
      void act.act(one.id, ...given);
    const actions: Action[] = [];
    if (!one.is_primary) {
      const back = [
        ...(primary ? [set(primary.id, true, true)] : []),
        ...(one.is_verified ? [] : [set(one.id, false, false)]),
      ];
      actions.push({
        label: one.is_verified ? "Make primary" : "Mark verified and make primary",
        icon: <IconStar size={16} />,
        onClick: () => run(set(one.id, true, true), `${one.text} is primary`, primary && back),
      });
    }
    if (one.is_verified && !one.is_primary) {
      actions.push({
        label: "Mark not verified",
        icon: <IconX size={16} />,
        onClick: () => run(set(one.id, false, false), `${one.text} is not verified any more`, set(one.id, false, true)),
      });
    }
    if (!one.is_verified) {
      actions.push(
        {
          label: "Mark verified",
          icon: <IconCheck size={16} />,
          // The first verified one becomes primary, which cannot be taken back.
          onClick: () => run(set(one.id, false, true), `${one.text} is verified`, primary && set(one.id, false, false)),
        },
        {
          label: "Send verification",
          icon: <IconSend size={16} />,
          onClick: () =>
            run(kind.sendStep(userId, one.id), `A code is on its way to ${one.text}, valid for 10 minutes`),
        },
      );
    }
    actions.push(
      copy(one),
      {
        label: `Change ${kind.noun}…`,
        icon: <IconEdit size={16} />,
        onClick: () => dialog.open(kind.dialogs.change, one.id),
      },
      {
        label: `Delete ${kind.noun}`,
        icon: <IconTrash size={16} />,
        isDangerous: true,
        onClick: () =>
          run(
            kind.deleteStep(userId, one.id),
            `${one.text} is deleted`,
            kind.addStep(userId, one.text, { is_primary: one.is_primary, is_verified: one.is_verified }),
          ),
      },
    );
    return actions;
  };

  return (
    <Panel
      title={kind.title}
      action={
        can("users:write") ? (
          <PanelAction onClick={() => dialog.open(kind.dialogs.add)}>
            <IconPlus size={16} aria-hidden="true" />
            {kind.another}
          </PanelAction>
        ) : null
      }
    >
      <Rows
        label={kind.title}
        act={act}
        empty={`No ${kind.noun} yet.`}
        rows={all.map((one) => ({
          id: one.id,
          name: one.text,
          icon: kind.icon,
          title: <bdi className="number">{one.text}</bdi>,
          badges: (
            <>
              {one.is_primary ? <Badge meaning="accent">Primary</Badge> : null}
              {one.is_verified ? <Badge meaning="ok">Verified</Badge> : <Badge meaning="wait">Not verified</Badge>}
            </>
          ),
          below: (
            <>
              Added <Time at={one.created_at} />
            </>
          ),
          menu: can("users:write") ? menu(one) : [copy(one)],
        }))}
      />
      {can("users:write") && dialog.name === kind.dialogs.add ? (
        <AddIdentifier kind={kind} userId={userId} onClose={dialog.close} />
      ) : null}
      {can("users:write") && dialog.name === kind.dialogs.change && changed ? (
        <ChangeIdentifier kind={kind} userId={userId} one={changed} onClose={dialog.close} />
      ) : null}
    </Panel>
  );
}
