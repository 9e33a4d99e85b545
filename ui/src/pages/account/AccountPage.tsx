import {
  Button,
  Card,
  Container,
  Group,
  NumberInput,
  PasswordInput,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changePassword, createToken, revokeToken, useTokens } from "../../api/session";
import { formatAgo, formatTime } from "../../lib/format";
import { attempt, Failure } from "../../parts/Failure";
import { Snippet } from "../../parts/Snippet";

export function AccountPage() {
  return (
    <Container size="md" py="lg">
      <Title order={1} size="h2" mb="md">
        Account
      </Title>
      <Tokens />
      <Password />
    </Container>
  );
}

function Tokens() {
  const tokens = useTokens();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | string>("");
  const [fresh, setFresh] = useState<string>();
  const refresh = () => client.invalidateQueries({ queryKey: ["tokens"] });
  const create = () =>
    attempt(async () => {
      const token = await createToken(name.trim() || "token", typeof days === "number" ? days : undefined);
      setFresh(token.token);
      setName("");
      await refresh();
    });
  return (
    <Card className="panel" p="lg" mb="lg">
      <Title order={2} size="h4">
        API tokens
      </Title>
      <Text size="sm" className="quiet" mb="sm">
        A program that sends a token acts as you. Set it as <code>NEPTUNE_API_TOKEN</code>.
      </Text>
      <Failure error={tokens.error} />
      <Group align="end" mb="sm">
        <TextInput
          label="Name"
          dir="auto"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label="Expires after (days)"
          placeholder="never"
          min={1}
          value={days}
          onChange={setDays}
          w={170}
        />
        <Button onClick={() => void create()}>Create token</Button>
      </Group>
      {fresh && (
        <Stack gap={4} mb="sm">
          <Text size="sm" fw={600}>
            Copy it now: it is shown this one time.
          </Text>
          <Snippet text={fresh} label="Copy token" />
        </Stack>
      )}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Created</Table.Th>
            <Table.Th>Expires</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.data?.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td dir="auto">{token.name}</Table.Td>
              <Table.Td>{formatTime(token.createdAt)}</Table.Td>
              <Table.Td>{token.expiresAt ? formatTime(token.expiresAt) : "never"}</Table.Td>
              <Table.Td>{token.lastUsedAt ? formatAgo(token.lastUsedAt) : "never"}</Table.Td>
              <Table.Td ta="end">
                {token.revoked ? (
                  <span className="quiet">revoked</span>
                ) : (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="red"
                    onClick={() => void attempt(() => revokeToken(token.id)).then(refresh)}
                  >
                    Revoke
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Password() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = async () => {
    if (!(await attempt(() => changePassword(current, next)))) return;
    setCurrent("");
    setNext("");
    notifications.show({ message: "The password was changed." });
  };
  return (
    <Card className="panel" p="lg">
      <Title order={2} size="h4" mb="xs">
        Password
      </Title>
      <Group align="end">
        <PasswordInput
          label="Current"
          w={220}
          value={current}
          onChange={(e) => setCurrent(e.currentTarget.value)}
        />
        <PasswordInput label="New" w={220} value={next} onChange={(e) => setNext(e.currentTarget.value)} />
        <Button onClick={() => void change()} disabled={!current || !next}>
          Change password
        </Button>
      </Group>
    </Card>
  );
}
