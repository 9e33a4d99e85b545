import { Button, Checkbox, Group, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type ProjectId, useProject } from "../../api/projects";
import { useHolders } from "../../api/registry";
import { type BulkResult, bulk } from "../../api/runs";
import type { RunRow } from "../../api/types";
import { formatBytes, plural } from "../../lib/format";
import { confirm } from "../../parts/confirm";
import { attempt, Failure } from "../../parts/Failure";
import { Notice } from "../../parts/Notice";
import { Page, Section } from "../../parts/Page";
import { Time } from "../../parts/Time";

const columns = ["sys/name", "sys/owner", "sys/size", "sys/modification_time"].map((path) => ({ path }));

/** What was thrown away: it can be brought back until somebody deletes it for ever. */
export function TrashPage({ id }: { id: ProjectId }) {
  const runs = useHolders(id, "run", columns, { trashed: true });
  const models = useHolders(id, "model", columns, { trashed: true });
  const versions = useHolders(id, "modelVersion", columns, { trashed: true });
  const error = runs.error ?? models.error ?? versions.error;
  if (error) return <Failure error={error} />;
  const lists = [
    ["Runs", runs.data],
    ["Models", models.data],
    ["Versions of models", versions.data],
  ] as const;
  if (lists.every(([, list]) => list?.total === 0))
    return <Notice title="The trash is empty" text="Runs and models that are thrown away come here first." />;
  return (
    <Page
      title="Trash"
      size="xl"
      note="Nothing here is counted or found among the runs. Deleting for ever gives the disk space back."
    >
      {lists.map(([title, list]) =>
        list && list.total > 0 ? (
          <Thrown key={title} id={id} title={title} total={list.total} rows={list.rows} />
        ) : null,
      )}
    </Page>
  );
}

interface ThrownProps {
  id: ProjectId;
  title: string;
  total: number;
  rows: RunRow[];
}
function Thrown({ id, title, total, rows }: ThrownProps) {
  const [chosen, setChosen] = useState<string[]>([]);
  const role = useProject(id).data?.role;
  const known = rows.map((row) => row.shortId);
  const selected = chosen.filter((one) => known.includes(one));
  const act = useAct(id);
  const all = selected.length === known.length;
  const wanted = selected.length > 0 ? selected : known;
  const words = selected.length > 0 ? plural(selected.length, "selected one") : `all ${known.length}`;
  return (
    <Section
      title={title}
      note={total > rows.length ? `${plural(total, "thing")}, the first ${rows.length} shown` : undefined}
      actions={
        role &&
        role !== "viewer" && (
          <Group gap="xs" wrap="nowrap">
            <Button size="xs" variant="default" onClick={() => act("restore", wanted)}>
              Restore {words}
            </Button>
            {role === "owner" && (
              <Button
                size="xs"
                color="red"
                variant="outline"
                onClick={() =>
                  confirm({
                    title: "Delete for ever?",
                    text: `${wanted.slice(0, 10).join(", ")}${wanted.length > 10 ? ` and ${wanted.length - 10} more` : ""}: their data and files will be gone, and nobody can bring them back.`,
                    verb: "Delete for ever",
                    onYes: () => act("purge", wanted),
                  })
                }
              >
                Delete {words}…
              </Button>
            )}
          </Group>
        )
      }
    >
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <Checkbox
                size="xs"
                aria-label={`Select all of ${title}`}
                checked={all}
                indeterminate={!all && selected.length > 0}
                onChange={() => setChosen(all ? [] : known)}
              />
            </Table.Th>
            <Table.Th>Id</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Owner</Table.Th>
            <Table.Th ta="end">Size</Table.Th>
            <Table.Th>Last change</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ shortId, values: [name, owner, size, changed] }) => (
            <Table.Tr key={shortId}>
              <Table.Td>
                <Checkbox
                  size="xs"
                  aria-label={`Select ${shortId}`}
                  checked={selected.includes(shortId)}
                  onChange={() =>
                    setChosen(
                      selected.includes(shortId)
                        ? selected.filter((one) => one !== shortId)
                        : [...selected, shortId],
                    )
                  }
                />
              </Table.Td>
              <Table.Td>
                <Link
                  to="/$ws/$project/e/$run/{-$tab}"
                  params={{ ...id, run: shortId, tab: undefined } as never}
                >
                  {shortId}
                </Link>
              </Table.Td>
              <Table.Td dir="auto">{String(name ?? "")}</Table.Td>
              <Table.Td dir="auto">{String(owner ?? "")}</Table.Td>
              <Table.Td ta="end">{formatBytes(typeof size === "number" ? size : undefined)}</Table.Td>
              <Table.Td>
                <Time at={typeof changed === "string" ? changed : undefined} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length === 0 && <Text c="dimmed">Empty</Text>}
    </Section>
  );
}

/** Restores or purges, and tells what came of it. */
function useAct(id: ProjectId) {
  const client = useQueryClient();
  return (verb: "restore" | "purge", ids: string[]) =>
    void attempt(async () => {
      const result = await bulk(id, verb, ids);
      notifications.show({
        color: result.errors.length > 0 ? "orange" : "green",
        message: said(verb, result),
      });
      await client.invalidateQueries({ queryKey: ["project", id.ws, id.project] });
    });
}

function said(verb: "restore" | "purge", { changed, errors, freedBytes }: BulkResult): string {
  const done =
    verb === "restore"
      ? `Restored ${changed}.`
      : `Deleted ${changed} for ever${freedBytes === undefined ? "." : `: ${formatBytes(freedBytes)} given back.`}`;
  return [done, ...errors.slice(0, 3).map((error) => `${error.run}: ${error.message}`)].join(" ");
}
