import { Button, Card, Group, Loader, Tabs, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { createToken } from "../../api/session";
import { attempt } from "../../parts/Failure";
import { Snippet } from "../../parts/Snippet";

const old = (name: string) => `import neptune

neptune.init('${name}')
neptune.create_experiment(name='first', params={'lr': 0.1}, tags=['xception', 'dropout'])
for step in range(100):
    neptune.send_metric('val/loss', step, 1 / (step + 1))
neptune.stop()`;

const recent = (name: string) => `import neptune

run = neptune.init_run(project='${name}')
run['parameters'] = {'lr': 0.1}
for step in range(100):
    run['val/loss'].append(1 / (step + 1))
run.stop()`;

/** What an empty project shows; the page replaces it when the first run comes in. */
export function ConnectCard({ id }: { id: ProjectId }) {
  const [token, setToken] = useState<string>();
  const name = `${id.ws}/${id.project}`;
  const transport =
    location.protocol === "https:"
      ? "export NEPTUNE_ALLOW_SELF_SIGNED_CERTIFICATE=1   # only while the certificate is self-signed"
      : "export OAUTHLIB_INSECURE_TRANSPORT=1             # old clients refuse plain http without it";
  const lines = [
    `export NEPTUNE_API_TOKEN='${token ?? "…"}'`,
    `export NEPTUNE_PROJECT='${name}'`,
    transport,
  ].join("\n");
  return (
    <Card className="panel" p="xl" maw={860} mx="auto" mt="lg" data-testid="connect">
      <Title order={2} size="h3">
        Connect your code
      </Title>
      <Text size="sm" className="quiet" mb="md">
        Your script stays as it is. Three lines in the shell that starts it lead the Neptune client here.
      </Text>
      {!token && (
        <Group mb="sm">
          <Button
            onClick={() => void attempt(async () => setToken((await createToken(`for ${name}`)).token))}
          >
            Create a token
          </Button>
          <Text size="sm" className="quiet">
            It is shown this one time.
          </Text>
        </Group>
      )}
      <Snippet text={lines} label="Copy lines" />
      <Tabs defaultValue="0" mt="md">
        <Tabs.List>
          <Tabs.Tab value="0">neptune-client 0.x</Tabs.Tab>
          <Tabs.Tab value="1">neptune 1.x</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="0" pt="sm">
          <Snippet text={old(name)} />
        </Tabs.Panel>
        <Tabs.Panel value="1" pt="sm">
          <Snippet text={recent(name)} />
        </Tabs.Panel>
      </Tabs>
      <Group mt="lg" gap="xs">
        <Loader size="xs" type="dots" />
        <Text size="sm">Waiting for the first data…</Text>
      </Group>
    </Card>
  );
}
