import { Button, Card, Container, Group, Select, Table, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import {
  createInvitation,
  createWorkspace,
  deleteInvitation,
  removeWorkspaceMember,
  setWorkspaceMember,
  useInvitations,
  useWorkspaceMembers,
  useWorkspaces,
} from "../../api/projects";
import type { WorkspaceRole } from "../../api/types";
import { formatTime } from "../../lib/format";
import { attempt, Failure } from "../../parts/Failure";
import { Snippet } from "../../parts/Snippet";

const roles = [
  { value: "member", label: "Member" },
  { value: "admin", label: "Admin" },
];

export function WorkspacePage() {
  const { ws } = useParams({ strict: false }) as { ws: string };
  const client = useQueryClient();
  const workspaces = useWorkspaces();
  const members = useWorkspaceMembers(ws);
  const isAdmin = workspaces.data?.find((one) => one.name === ws)?.role === "admin";
  const refresh = () => client.invalidateQueries({ queryKey: ["workspace", ws] });
  return (
    <Container size="md" py="lg">
      <Title order={1} size="h2" mb="md">
        <bdi>{ws}</bdi>
      </Title>
      <Failure error={members.error} />
      <Card className="panel" p="lg" mb="lg">
        <Title order={2} size="h4" mb="xs">
          Members
        </Title>
        <Table>
          <Table.Tbody>
            {members.data?.map((member) => (
              <Table.Tr key={member.name}>
                <Table.Td>
                  <bdi>{member.name}</bdi>
                </Table.Td>
                <Table.Td w={140}>
                  <Select
                    size="xs"
                    aria-label="Role"
                    data={roles}
                    value={member.role}
                    disabled={!isAdmin}
                    allowDeselect={false}
                    onChange={(role) =>
                      void attempt(() => setWorkspaceMember(ws, member.name, role as WorkspaceRole)).then(
                        refresh,
                      )
                    }
                  />
                </Table.Td>
                <Table.Td w={90} ta="end">
                  {isAdmin && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="red"
                      onClick={() => void attempt(() => removeWorkspaceMember(ws, member.name)).then(refresh)}
                    >
                      Remove
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Card>
      {isAdmin && <Invitations ws={ws} />}
      <NewWorkspace />
    </Container>
  );
}

function Invitations({ ws }: { ws: string }) {
  const client = useQueryClient();
  const invitations = useInvitations(ws, true);
  const [role, setRole] = useState<WorkspaceRole>("member");
  const refresh = () => client.invalidateQueries({ queryKey: ["workspace", ws, "invitations"] });
  return (
    <Card className="panel" p="lg" mb="lg">
      <Title order={2} size="h4">
        Invite by link
      </Title>
      <Text size="sm" className="quiet" mb="sm">
        Whoever opens the link can join, with a new account or the one they have.
      </Text>
      <Group mb="sm">
        <Select
          aria-label="Role"
          data={roles}
          value={role}
          onChange={(v) => setRole(v as WorkspaceRole)}
          allowDeselect={false}
        />
        <Button onClick={() => void attempt(() => createInvitation(ws, role)).then(refresh)}>
          Create link
        </Button>
      </Group>
      {invitations.data?.map((invitation) => (
        <Group key={invitation.code} mb="xs" align="start">
          <div style={{ flex: 1 }}>
            <Snippet text={`${location.origin}/-/invite/${invitation.code}`} label="Copy link" />
            <Text size="xs" className="quiet">
              {invitation.role}, until {formatTime(invitation.expiresAt)}
            </Text>
          </div>
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            onClick={() => void attempt(() => deleteInvitation(ws, invitation.code)).then(refresh)}
          >
            Withdraw
          </Button>
        </Group>
      ))}
    </Card>
  );
}

function NewWorkspace() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const create = () =>
    attempt(async () => {
      const made = await createWorkspace(name.trim());
      await client.invalidateQueries({ queryKey: ["workspaces"] });
      await navigate({ to: "/-/workspace/$ws", params: { ws: made.name } });
    });
  return (
    <Card className="panel" p="lg">
      <Title order={2} size="h4" mb="xs">
        New team workspace
      </Title>
      <Group>
        <TextInput
          aria-label="Name"
          placeholder="Name"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <Button disabled={!name.trim()} onClick={() => void create()}>
          Create workspace
        </Button>
      </Group>
    </Card>
  );
}
