import { Button, Group, Select, Text } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createInvitation, deleteInvitation, useInvitations } from "../../api/projects";
import type { Invitation, WorkspaceRole } from "../../api/types";
import { roleLabel, workspaceRoles } from "../../lib/roles";
import { attempt, Failure } from "../../parts/Failure";
import { Section } from "../../parts/Page";
import { Snippet } from "../../parts/Snippet";
import { Time } from "../../parts/Time";

export function Invitations({ ws }: { ws: string }) {
  const client = useQueryClient();
  const invitations = useInvitations(ws, true);
  const [role, setRole] = useState<WorkspaceRole>("member");
  const refresh = () => client.invalidateQueries({ queryKey: ["workspace", ws, "invitations"] });
  return (
    <Section
      title="Invite by link"
      note="Whoever opens the link can join, with a new account or the one they have. Each link works once."
    >
      <Group mb="sm" align="end">
        <Select
          label="Joins as"
          data={workspaceRoles.map(({ value, label }) => ({ value, label }))}
          value={role}
          onChange={(value) => setRole(value as WorkspaceRole)}
          allowDeselect={false}
          w={150}
        />
        <Button
          leftSection={<IconLink size={16} />}
          onClick={() => void attempt(() => createInvitation(ws, role)).then(refresh)}
        >
          Create link
        </Button>
      </Group>
      <Failure error={invitations.error} />
      {invitations.data?.map((one) => (
        <Link key={one.code} ws={ws} invitation={one} onDone={refresh} />
      ))}
    </Section>
  );
}

interface LinkProps {
  ws: string;
  invitation: Invitation;
  onDone: () => void;
}

const Link = ({ ws, invitation, onDone }: LinkProps) => (
  <div style={{ marginBlockEnd: 12 }}>
    <Snippet
      text={invitation.url ?? `${location.origin}/-/invite/${invitation.code}`}
      label="Copy the link"
    />
    <Group justify="space-between" mt={4}>
      <Text size="xs" className="quiet">
        {roleLabel(invitation.role)}, by <bdi>{invitation.invitedBy}</bdi>, until{" "}
        <Time at={invitation.expiresAt} />
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        onClick={() => void attempt(() => deleteInvitation(ws, invitation.code)).then(onDone)}
      >
        Withdraw
      </Button>
    </Group>
  </div>
);
