import { Table, Title } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { runsQuery } from "../../api/runs";
import type { Cell, Project } from "../../api/types";
import { formatCell, formatDuration } from "../../lib/format";
import { Time } from "../../parts/Time";
import { RunCurve } from "./RunCurve";

const mostProjects = 8;
const mostRuns = 10;
const columns = ["sys/name", "sys/owner", "sys/creation_time"].map((path) => ({ path }));

interface Running {
  project: Project;
  shortId: string;
  values: Cell[];
}

/** The runs that are running now, of all projects. */
export function RunningNow({ projects }: { projects: Project[] }) {
  const busy = projects.filter((one) => one.runningRuns > 0).slice(0, mostProjects);
  const running = useQueries({
    queries: busy.map((one) =>
      runsQuery(
        { ws: one.workspace, project: one.name },
        {
          filter: "sys/state = running",
          sort: [{ path: "sys/creation_time", direction: "descending" }],
          columns,
          limit: mostRuns,
          offset: 0,
        },
      ),
    ),
    combine: (answers) =>
      answers
        .flatMap((answer, i): Running[] => {
          const project = busy[i];
          return project ? (answer.data?.rows ?? []).map((row) => ({ ...row, project })) : [];
        })
        .sort((a, b) => String(b.values[2]).localeCompare(String(a.values[2])))
        .slice(0, mostRuns),
  });
  if (running.length === 0) return null;
  return (
    <section aria-label="Running now">
      <Title order={2} size="h4" mt="xl" mb="xs">
        Running now
      </Title>
      <div className="panel" style={{ overflowX: "auto" }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {["Run", "Name", "Project", "Owner", "Started", "For", "Curve"].map((head) => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {running.map((run) => (
              <RunningRow key={`${run.project.id} ${run.shortId}`} run={run} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

function RunningRow({ run: { project, shortId, values } }: { run: Running }) {
  const [name, owner, created] = values;
  const params = { ws: project.workspace, project: project.name, run: shortId, tab: undefined };
  return (
    <Table.Tr>
      <Table.Td>
        <span className="dot" data-state="running" />
        <Link to="/$ws/$project/e/$run/{-$tab}" params={params}>
          {shortId}
        </Link>
      </Table.Td>
      <Table.Td>
        <bdi>{formatCell("sys/name", name)}</bdi>
      </Table.Td>
      <Table.Td>
        <bdi>
          {project.workspace}/{project.name}
        </bdi>
      </Table.Td>
      <Table.Td>
        <bdi>{formatCell("sys/owner", owner)}</bdi>
      </Table.Td>
      <Table.Td>{typeof created === "string" && <Time at={created} />}</Table.Td>
      <Table.Td>
        {typeof created === "string" && formatDuration((Date.now() - Date.parse(created)) / 1000)}
      </Table.Td>
      <Table.Td>
        <RunCurve id={{ ws: project.workspace, project: project.name }} run={shortId} />
      </Table.Td>
    </Table.Tr>
  );
}
