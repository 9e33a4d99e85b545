import { Button, Select, Table, VisuallyHidden } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { removeWorkspaceMember, setWorkspaceMember } from "../../api/projects";
import { useSession } from "../../api/session";
import type { WorkspaceMember, WorkspaceRole } from "../../api/types";
import { roleLabel, workspaceRoles } from "../../lib/roles";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";
import { Section } from "../../parts/Page";

interface Props {
  ws: string;
  members: WorkspaceMember[];
  canChange: boolean;
}

export const Members = ({ ws, members, canChange }: Props) => (
  <Section
    title="Members"
    note={`${workspaceRoles.map((role) => `${role.label}: ${role.does}`).join(" · ")}.`}
  >
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th w={170}>Role</Table.Th>
          {canChange && (
            <Table.Th w={90}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {members.map((member) => (
          <MemberRow key={member.name} ws={ws} member={member} canChange={canChange} />
        ))}
      </Table.Tbody>
    </Table>
  </Section>
);

function MemberRow({ ws, member, canChange }: { ws: string; member: WorkspaceMember; canChange: boolean }) {
  const client = useQueryClient();
  const isOwn = useSession().data?.user?.name === member.name;
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ["workspace", ws] });
    void client.invalidateQueries({ queryKey: ["workspaces"] });
  };
  const remove = () =>
    confirm({
      title: "Remove a member",
      text: `${member.name} will no longer see what only members of ${ws} see. What they wrote stays.`,
      verb: "Remove",
      onYes: () => void attempt(() => removeWorkspaceMember(ws, member.name)).then(refresh),
    });
  const change = (role: WorkspaceRole) =>
    void attempt(() => setWorkspaceMember(ws, member.name, role)).then(refresh);
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{member.name}</bdi>
        {isOwn && <span className="quiet"> (you)</span>}
      </Table.Td>
      <Table.Td>
        {canChange ? (
          <Select
            size="xs"
            aria-label={`Role of ${member.name}`}
            data={workspaceRoles.map(({ value, label }) => ({ value, label }))}
            value={member.role}
            allowDeselect={false}
            onChange={(role) => change(role as WorkspaceRole)}
          />
        ) : (
          roleLabel(member.role)
        )}
      </Table.Td>
      {canChange && (
        <Table.Td ta="end">
          <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
            Remove
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
