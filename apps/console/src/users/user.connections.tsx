import type { SocialConnection, UserDetails } from "@roster/client";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useAct } from "../form/act.tsx";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { useDialog } from "../form/dialog.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { useCan } from "../session/session.ts";
import { Panel, PanelAction } from "../shell/panel.tsx";
import { Rows } from "../shell/rows.tsx";
import { Time } from "../time/time.tsx";

const spelled: Record<string, string> = { github: "GitHub", gitlab: "GitLab", linkedin: "LinkedIn" };

/** A provider as people write it. */
const providerName = (provider: string) => spelled[provider] ?? provider[0]?.toUpperCase() + provider.slice(1);

/** The user's accounts at providers. */
export function UserConnections({ details }: { details: UserDetails }) {
  const can = useCan();
  const dialog = useDialog();
  const act = useAct();
  const user_id = details.user.id;

  const remove = ({ id, provider, provider_user_id, email, display_name }: SocialConnection) =>
    void act.act(
      id,
      { procedure: "deleteSocialConnection", input: { user_id, connection_id: id } },
      `The account at ${providerName(provider)} is disconnected`,
      { procedure: "linkSocialConnection", input: { user_id, provider, provider_user_id, email, display_name } },
    );

  return (
    <Panel
      title="Social connections"
      action={
        can("users:write") ? (
          <PanelAction onClick={() => dialog.open("connect")}>
            <IconPlus size={16} aria-hidden="true" />
            Connect
          </PanelAction>
        ) : null
      }
    >
      <Rows
        label="Social connections"
        act={act}
        empty="No account at a provider yet."
        rows={details.social_connections.map((one) => ({
          id: one.id,
          name: `${providerName(one.provider)}, ${one.email ?? one.provider_user_id}`,
          icon: <span className="provider">{one.provider[0]?.toUpperCase()}</span>,
          title: (
            <>
              {providerName(one.provider)}
              {one.display_name ? <bdi className="muted">{one.display_name}</bdi> : null}
            </>
          ),
          below: (
            <>
              <bdi>{one.email ?? one.provider_user_id}</bdi> · Added <Time at={one.created_at} />
            </>
          ),
          menu: can("users:write")
            ? [
                {
                  label: "Disconnect",
                  icon: <IconTrash size={16} />,
                  isDangerous: true,
                  onClick: () => remove(one),
                },
              ]
            : [],
        }))}
      />
      {can("users:write") && dialog.name === "connect" ? <Connect userId={user_id} onClose={dialog.close} /> : null}
    </Panel>
  );
}

function Connect({ userId, onClose }: { userId: string; onClose(): void }) {
  const form = useCallForm("linkSocialConnection", {
    initial: { provider: "", provider_user_id: "", email: "", display_name: "" },
    input: (values) => ({
      user_id: userId,
      provider: values.provider.trim(),
      provider_user_id: values.provider_user_id,
      email: textOrNothing(values.email),
      display_name: textOrNothing(values.display_name),
    }),
    onDone: ({ provider }) => {
      onClose();
      notify(`The account at ${providerName(provider)} is connected`);
    },
  });
  return (
    <FormDialog title="Connect an account" form={form} submit="Connect" onClose={onClose}>
      <Field form={form} name="provider" label="Provider" hint="Such as google or github" isRequired />
      <Field
        form={form}
        name="provider_user_id"
        label="Id at the provider"
        hint="The provider's own id of the account (its sub), not its address"
        isRequired
      />
      <Field form={form} name="email" label="Address at the provider" type="email" />
      <Field form={form} name="display_name" label="Name at the provider" />
    </FormDialog>
  );
}
