import { Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useHolders } from "../../api/registry";
import { Time } from "../../parts/Time";
import type { TabProps } from "./RunPage";
import { Stage } from "./Stage";
import { Failure, Loading, Nothing } from "./states";

const columns = ["sys/name", "sys/stage", "sys/owner", "sys/creation_time"].map((path) => ({ path }));

/** The versions of a model, newest first. */
export function Versions({ id, data, canWrite }: TabProps) {
  const versions = useHolders(id, "modelVersion", columns, {
    filter: `\`sys/model_id\` = "${data.shortId}"`,
  });
  if (versions.error) return <Failure error={versions.error} retry={() => void versions.refetch()} />;
  if (!versions.data) return <Loading />;
  if (versions.data.total === 0)
    return <Nothing title="No version yet">A program makes one with init_model_version.</Nothing>;
  return (
    <Table.ScrollContainer minWidth={560} className="panel">
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Id</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Stage</Table.Th>
            <Table.Th>Owner</Table.Th>
            <Table.Th>Created</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.data.rows.map(({ shortId, values: [name, stage, owner, created] }) => (
            <Table.Tr key={shortId}>
              <Table.Td>
                <Link
                  to="/$ws/$project/e/$run/{-$tab}"
                  params={{ ...id, run: shortId, tab: undefined } as never}
                >
                  {shortId}
                </Link>
              </Table.Td>
              <Table.Td dir="auto">
                {name === "Untitled" ? <Text c="dimmed">–</Text> : String(name ?? "")}
              </Table.Td>
              <Table.Td>
                <Stage id={id} version={shortId} stage={String(stage ?? "none")} canWrite={canWrite} />
              </Table.Td>
              <Table.Td dir="auto">{String(owner ?? "")}</Table.Td>
              <Table.Td>
                <Time at={typeof created === "string" ? created : undefined} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
