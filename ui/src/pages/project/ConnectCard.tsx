import { Alert, Anchor, Button, Card, Group, Loader, Text, Title } from "@mantine/core";
import { IconArrowRight, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useProjectEvents } from "../../api/events";
import type { ProjectId } from "../../api/projects";
import { runsQuery } from "../../api/runs";
import { createToken } from "../../api/session";
import { addressOfToken } from "../../lib/connect";
import { ConnectCode } from "../../parts/ConnectCode";
import { attempt } from "../../parts/Failure";

interface Props {
  id: ProjectId;
  hasRuns: boolean;
  onLeave: () => void;
}

/** What an empty project shows. It stays when the first run comes in, because the token on it is shown this one time. */
export function ConnectCard({ id, hasRuns, onLeave }: Props) {
  const [token, setToken] = useState<string>();
  useProjectEvents(id);
  const name = `${id.ws}/${id.project}`;
  const address = (token && addressOfToken(token)) ?? location.origin;
  const create = () => attempt(async () => setToken((await createToken(`for ${name}`.slice(0, 100))).token));
  return (
    <Card className="panel" p="xl" maw={860} mx="auto" my="lg" data-testid="connect">
      <Title order={1} size="h3">
        Connect your code
      </Title>
      <Text size="sm" className="quiet" mb="md">
        Three lines where your script starts lead the Neptune client here. The first holds a token: your
        script acts as you.
      </Text>
      {token ? (
        <Alert
          color="green"
          variant="light"
          mb="md"
          icon={<IconCircleCheck size={18} />}
          data-testid="token-made"
        >
          The token is in the lines below. Copy them now: it is shown this one time. You can make more, and
          revoke them, in your <Link to="/-/account">account</Link>.
        </Alert>
      ) : (
        <Group mb="md">
          <Button onClick={() => void create()}>Create a token</Button>
          <Text size="sm" className="quiet">
            It is put into the lines below, and shown this one time.
          </Text>
        </Group>
      )}
      <ConnectCode place={{ name, address, token }} />
      <Group mt="lg" justify="space-between" className="connect-wait" aria-live="polite">
        {hasRuns ? <FirstRun id={id} /> : <Waiting />}
        <Anchor component="button" size="sm" onClick={onLeave}>
          {hasRuns ? "See all runs" : "Show the empty table"}
        </Anchor>
      </Group>
    </Card>
  );
}

const Waiting = () => (
  <Group gap="xs">
    <Loader size="xs" type="dots" />
    <Text size="sm">Waiting for the first data…</Text>
  </Group>
);

function FirstRun({ id }: { id: ProjectId }) {
  const runs = useQuery(
    runsQuery(id, {
      columns: [{ path: "sys/name" }],
      sort: [{ path: "sys/creation_time", direction: "descending" }],
      limit: 1,
      offset: 0,
    }),
  );
  const row = runs.data?.rows[0];
  if (!row) return <Waiting />;
  const name = row.values[0];
  return (
    <Button
      component={Link}
      to="/$ws/$project/e/$run/{-$tab}"
      params={{ ws: id.ws, project: id.project, run: row.shortId, tab: undefined } as never}
      leftSection={<IconCircleCheck size={17} />}
      rightSection={<IconArrowRight size={16} className="mirrored" />}
      data-testid="first-run"
    >
      The first data is here: open&nbsp;<bdi>{[row.shortId, name].filter(Boolean).join(" ")}</bdi>
    </Button>
  );
}
