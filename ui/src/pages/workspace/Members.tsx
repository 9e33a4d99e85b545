import { Button, Select, Table, VisuallyHidden } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { leaveWorkspace, removeWorkspaceMember, setWorkspaceMember } from "../../api/projects";
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
  canLeave: boolean;
}

export const Members = ({ ws, members, canChange, canLeave }: Props) => (
  <Section
    title="Members"
    note={`${workspaceRoles.map((role) => `${role.label}: ${role.does}`).join(" · ")}.`}
  >
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th w={170}>Role</Table.Th>
          {(canChange || canLeave) && (
            <Table.Th w={90}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {members.map((member) => (
          <MemberRow key={member.name} ws={ws} member={member} canChange={canChange} canLeave={canLeave} />
        ))}
      </Table.Tbody>
    </Table>
  </Section>
);

interface RowProps extends Omit<Props, "members"> {
  member: WorkspaceMember;
}

function MemberRow({ ws, member, canChange, canLeave }: RowProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
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
  const leave = () =>
    confirm({
      title: `Leave ${ws}`,
      text: `You will no longer see what only members of ${ws} see. What you wrote stays. An admin can invite you again.`,
      verb: "Leave",
      onYes: () =>
        void attempt(async () => {
          await leaveWorkspace(ws);
          await navigate({ to: "/" });
          await client.invalidateQueries();
        }),
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
      {(canChange || canLeave) && (
        <Table.Td ta="end">
          {isOwn && canLeave && (
            <Button size="compact-xs" variant="subtle" color="red" onClick={leave}>
              Leave
            </Button>
          )}
          {!isOwn && canChange && (
            <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
              Remove
            </Button>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
}
