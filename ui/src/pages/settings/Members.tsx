import { Autocomplete, Button, Group, Select, Skeleton, Table, Text, VisuallyHidden } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  type ProjectId,
  removeProjectMember,
  setProjectMember,
  useProjectMembers,
  useWorkspaceMembers,
} from "../../api/projects";
import { useSession } from "../../api/session";
import type { ProjectMember, ProjectRole, Visibility } from "../../api/types";
import { projectRoles, roleLabel } from "../../lib/roles";
import { confirm } from "../../parts/confirm";
import { attempt, Failure } from "../../parts/Failure";
import { Section } from "../../parts/Page";

interface Props {
  id: ProjectId;
  visibility: Visibility;
  canChange: boolean;
}

export function Members({ id, visibility, canChange }: Props) {
  const client = useQueryClient();
  const members = useProjectMembers(id);
  const refresh = () => client.invalidateQueries({ queryKey: ["project", id.ws, id.project] });
  return (
    <Section
      title="Members"
      note={
        <>
          {projectRoles.map((role) => `${role.label}: ${role.does}`).join(" · ")}.
          {visibility === "public" && " Everybody else who is signed in may look."} Admins of{" "}
          <Link to="/-/workspace/$ws" params={{ ws: id.ws }}>
            <bdi>{id.ws}</bdi>
          </Link>{" "}
          own each of its projects.
        </>
      }
    >
      <Failure error={members.error} />
      {members.isPending && <Skeleton h={80} />}
      {canChange && <AddMember id={id} members={members.data ?? []} onDone={refresh} />}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th>Through</Table.Th>
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.data?.map((member) => (
            <MemberRow key={member.name} id={id} member={member} canChange={canChange} onDone={refresh} />
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

interface RowProps {
  id: ProjectId;
  member: ProjectMember;
  canChange: boolean;
  onDone: () => void;
}

function MemberRow({ id, member, canChange, onDone }: RowProps) {
  const isOwn = useSession().data?.user?.name === member.name;
  const isListed = member.via === "project";
  const remove = () =>
    confirm({
      title: "Remove a member",
      text: `${member.name} will no longer be on the list of ${id.ws}/${id.project}. What they wrote stays.`,
      verb: "Remove",
      onYes: () => void attempt(() => removeProjectMember(id, member.name)).then(onDone),
    });
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{member.name}</bdi>
        {isOwn && <span className="quiet"> (you)</span>}
      </Table.Td>
      <Table.Td w={170}>
        {canChange && isListed ? (
          <Select
            size="xs"
            aria-label={`Role of ${member.name}`}
            data={projectRoles.map(({ value, label }) => ({ value, label }))}
            value={member.role}
            allowDeselect={false}
            onChange={(role) =>
              void attempt(() => setProjectMember(id, member.name, role as ProjectRole)).then(onDone)
            }
          />
        ) : (
          roleLabel(member.role)
        )}
      </Table.Td>
      <Table.Td className="quiet">{isListed ? "this project" : "the workspace"}</Table.Td>
      <Table.Td w={90} ta="end">
        {canChange && isListed && (
          <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
            Remove
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function AddMember({ id, members, onDone }: { id: ProjectId; members: ProjectMember[]; onDone: () => void }) {
  const colleagues = useWorkspaceMembers(id.ws);
  const [name, setName] = useState("");
  const [role, setRole] = useState<ProjectRole>("viewer");
  const offered = (colleagues.data ?? [])
    .map((one) => one.name)
    .filter((one) => !members.some((member) => member.name === one));
  const add = async () => {
    if (!(await attempt(() => setProjectMember(id, name.trim(), role)))) return;
    setName("");
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Group align="end" mb="sm">
        <Autocomplete
          label="Add somebody"
          placeholder="User name"
          dir="auto"
          data={offered}
          value={name}
          onChange={setName}
          w={220}
        />
        <Select
          label="Role"
          data={projectRoles.map(({ value, label }) => ({ value, label }))}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value as ProjectRole)}
          w={150}
        />
        <Button type="submit" disabled={!name.trim()}>
          Add
        </Button>
      </Group>
      <Text size="xs" className="quiet" mb="sm">
        Who has no account yet is invited by a link, on the page of the workspace.
      </Text>
    </form>
  );
}
