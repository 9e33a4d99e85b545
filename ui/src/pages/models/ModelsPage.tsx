import { Anchor, Badge, Group, Table, Text, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useProjectEvents } from "../../api/events";
import type { ProjectId } from "../../api/projects";
import { useHolders } from "../../api/registry";
import type { Cell } from "../../api/types";
import { plural } from "../../lib/format";
import { stageColours } from "../../lib/stages";
import { Failure } from "../../parts/Failure";
import { Notice } from "../../parts/Notice";
import { Page } from "../../parts/Page";
import { Snippet } from "../../parts/Snippet";
import { Time } from "../../parts/Time";

const ofModel = [
  { path: "sys/name" },
  { path: "sys/owner" },
  { path: "sys/creation_time" },
  { path: "sys/tags" },
];
const ofVersion = [{ path: "sys/model_id" }, { path: "sys/stage" }, { path: "sys/creation_time" }];

interface Version {
  shortId: string;
  stage: string;
  createdAt: string;
}

const example = `import neptune

model = neptune.init_model(key="NET")
version = neptune.init_model_version(model=model["sys/id"].fetch())
version["binary"].upload("net.bin")
version.change_stage("staging")`;

/** The registry: models, how many versions each has, and which of them are in use. */
export function ModelsPage({ id }: { id: ProjectId }) {
  useProjectEvents(id);
  const models = useHolders(id, "model", ofModel);
  const versions = useHolders(id, "modelVersion", ofVersion);
  if (models.error) return <Failure error={models.error} />;
  if (models.data?.total === 0)
    return (
      <Notice
        title="No model yet"
        text="A model has versions, and each version a stage. A program makes them:"
      >
        <Snippet text={example} />
      </Notice>
    );
  const of = (model: string) => versions.data?.rows.filter((row) => row.values[0] === model) ?? [];
  return (
    <Page title="Models" size="xl" note={models.data && plural(models.data.total, "model")}>
      <Table.ScrollContainer minWidth={640} className="panel">
        <Table verticalSpacing="xs" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Id</Table.Th>
              <Table.Th>Name</Table.Th>
              <Table.Th>Versions</Table.Th>
              <Table.Th>In use</Table.Th>
              <Table.Th>Tags</Table.Th>
              <Table.Th>Owner</Table.Th>
              <Table.Th>Created</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {models.data?.rows.map(({ shortId, values: [name, owner, created, tags] }) => (
              <Table.Tr key={shortId}>
                <Table.Td>
                  <HolderLink id={id} holder={shortId} />
                </Table.Td>
                <Table.Td dir="auto">{text(name)}</Table.Td>
                <Table.Td>{of(shortId).length}</Table.Td>
                <Table.Td>
                  <InUse
                    id={id}
                    versions={of(shortId).map((row) => ({
                      shortId: row.shortId,
                      stage: text(row.values[1]),
                      createdAt: text(row.values[2]),
                    }))}
                  />
                </Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    {(Array.isArray(tags) ? tags : []).map((tag) => (
                      <Badge key={tag} variant="default" tt="none" dir="auto">
                        {tag}
                      </Badge>
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td dir="auto">{text(owner)}</Table.Td>
                <Table.Td>
                  <Time at={text(created)} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Page>
  );
}

const text = (cell: Cell | null | undefined) => (typeof cell === "string" ? cell : "");

const HolderLink = ({
  id,
  holder,
  children,
}: {
  id: ProjectId;
  holder: string;
  children?: React.ReactNode;
}) => (
  <Anchor
    component={Link}
    to="/$ws/$project/e/$run/{-$tab}"
    params={{ ...id, run: holder, tab: undefined } as never}
    size="sm"
  >
    {children ?? holder}
  </Anchor>
);

/** The newest version of each stage that means something. */
function InUse({ id, versions }: { id: ProjectId; versions: Version[] }) {
  return (
    <Group gap={6}>
      {["production", "staging"].map((stage) => {
        const newest = versions
          .filter((version) => version.stage === stage)
          .reduce<Version | undefined>((a, b) => (a && a.createdAt >= b.createdAt ? a : b), undefined);
        return (
          newest && (
            <HolderLink key={stage} id={id} holder={newest.shortId}>
              <Tooltip label={`The newest version in ${stage}`}>
                <Badge color={stageColours[stage]} variant="light" tt="none" style={{ cursor: "pointer" }}>
                  {stage}: {newest.shortId.slice(newest.shortId.lastIndexOf("-") + 1)}
                </Badge>
              </Tooltip>
            </HolderLink>
          )
        );
      })}
      {versions.every(({ stage }) => stage !== "production" && stage !== "staging") && (
        <Text size="sm" c="dimmed">
          –
        </Text>
      )}
    </Group>
  );
}
