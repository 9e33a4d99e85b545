import { Anchor, Collapse, Group, SimpleGrid, Skeleton, Table, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useDisk } from "../../api/session";
import type { ProjectDisk } from "../../api/types";
import { formatBytes } from "../../lib/format";
import { Failure } from "../../parts/Failure";
import { Section } from "../../parts/Page";

const largestRuns = 10;

/** What takes the space: projects, and within each the kinds of attributes, the owners and the largest runs. */
export function Disk() {
  const disk = useDisk();
  const { projects = [], freeBytes, capacityBytes } = disk.data ?? {};
  const free =
    freeBytes != null && capacityBytes != null
      ? `${formatBytes(freeBytes)} of ${formatBytes(capacityBytes)} are free on the disk.`
      : undefined;
  return (
    <Section title="Disk" note={free}>
      <Failure error={disk.error} />
      {disk.isPending && <Skeleton h={120} className="appears-late" />}
      {disk.data && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Project</Table.Th>
              <Table.Th ta="end">Runs</Table.Th>
              <Table.Th ta="end">Database</Table.Th>
              <Table.Th ta="end">Files</Table.Th>
              <Table.Th ta="end">Together</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {projects.map((project) => (
              <Project key={project.project} project={project} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

function Project({ project }: { project: ProjectDisk }) {
  const [isOpen, toggle] = useDisclosure();
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <UnstyledButton onClick={toggle.toggle} aria-expanded={isOpen} fz="sm">
            <Group gap={6} wrap="nowrap">
              <IconChevronRight size={14} style={{ rotate: isOpen ? "90deg" : undefined }} />
              <bdi>{project.project}</bdi>
            </Group>
          </UnstyledButton>
        </Table.Td>
        <Table.Td ta="end">{project.runs.toLocaleString()}</Table.Td>
        <Table.Td ta="end">{formatBytes(project.databaseBytes)}</Table.Td>
        <Table.Td ta="end">{formatBytes(project.fileBytes)}</Table.Td>
        <Table.Td ta="end" fw={600}>
          {formatBytes(project.totalBytes)}
        </Table.Td>
      </Table.Tr>
      <Table.Tr hidden={!isOpen}>
        <Table.Td colSpan={5}>
          <Collapse expanded={isOpen}>
            <Details project={project} />
          </Collapse>
        </Table.Td>
      </Table.Tr>
    </>
  );
}

const Details = ({ project }: { project: ProjectDisk }) => (
  <SimpleGrid cols={{ base: 1, sm: 3 }} py="xs">
    <Shares title="By kind" rows={project.kinds.map(({ name, bytes }) => [name, bytes])} />
    <Shares title="By owner" rows={project.owners.map(({ name, bytes }) => [name, bytes])} />
    <div>
      <Title text="Largest runs" />
      {project.largestRuns.slice(0, largestRuns).map(({ run, owner, isTrashed, bytes }) => (
        <Group key={run} justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm" truncate>
            <Anchor component={Link} to={`/${project.project}/e/${run}`}>
              {run}
            </Anchor>{" "}
            <span className="quiet">
              <bdi>{owner}</bdi>
              {isTrashed && ", in the trash"}
            </span>
          </Text>
          <Text size="sm">{formatBytes(bytes)}</Text>
        </Group>
      ))}
    </div>
  </SimpleGrid>
);

const Shares = ({ title, rows }: { title: string; rows: [string, number][] }) => (
  <div>
    <Title text={title} />
    {rows.map(([name, bytes]) => (
      <Group key={name} justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" truncate dir="auto">
          {name}
        </Text>
        <Text size="sm">{formatBytes(bytes)}</Text>
      </Group>
    ))}
  </div>
);

const Title = ({ text }: { text: string }) => (
  <Text size="xs" className="quiet" mb={4}>
    {text}
  </Text>
);
