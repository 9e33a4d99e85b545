import {
  Button,
  Card,
  Checkbox,
  Container,
  Group,
  PasswordInput,
  Switch,
  Table,
  TextInput,
  Title,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  changeUser,
  createUser,
  resetPassword,
  saveServerSettings,
  useServerSettings,
  useUsers,
} from "../../api/session";
import type { AdminUser } from "../../api/types";
import { formatAgo, formatTime } from "../../lib/format";
import { attempt, Failure } from "../../parts/Failure";

export function AdminPage() {
  const client = useQueryClient();
  const users = useUsers();
  const settings = useServerSettings();
  const refresh = () => client.invalidateQueries({ queryKey: ["admin"] });
  return (
    <Container size="md" py="lg">
      <Title order={1} size="h2" mb="md">
        Administration
      </Title>
      <Failure error={users.error} />
      <Card className="panel" p="lg" mb="lg">
        <Switch
          label="Open registration: anybody who reaches this server may create an account"
          checked={settings.data?.openRegistration ?? false}
          onChange={(event) => {
            const openRegistration = event.currentTarget.checked;
            void attempt(() => saveServerSettings({ openRegistration })).then(refresh);
          }}
        />
      </Card>
      <Card className="panel" p="lg">
        <Title order={2} size="h4" mb="xs">
          Users
        </Title>
        <NewUser onDone={refresh} />
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Administrator</Table.Th>
              <Table.Th>Enabled</Table.Th>
              <Table.Th>Created</Table.Th>
              <Table.Th>Last seen</Table.Th>
              <Table.Th>New password</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.data?.map((user) => (
              <UserRow key={user.name} user={user} onDone={refresh} />
            ))}
          </Table.Tbody>
        </Table>
      </Card>
    </Container>
  );
}

function NewUser({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [isAdmin, setAdmin] = useState(false);
  const create = async () => {
    if (!(await attempt(() => createUser(name, password, isAdmin)))) return;
    setName("");
    setPassword("");
    onDone();
  };
  return (
    <Group align="end" mb="md">
      <TextInput label="User name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <PasswordInput
        label="Password"
        w={200}
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
      />
      <Checkbox
        label="Administrator"
        checked={isAdmin}
        onChange={(e) => setAdmin(e.currentTarget.checked)}
        mb={8}
      />
      <Button onClick={() => void create()} disabled={!name || !password}>
        Add user
      </Button>
    </Group>
  );
}

function UserRow({ user, onDone }: { user: AdminUser; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const change = (next: { isAdmin?: boolean; disabled?: boolean }) =>
    void attempt(() => changeUser(user.name, next)).then(onDone);
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{user.name}</bdi>
      </Table.Td>
      <Table.Td>
        <Checkbox
          aria-label="Administrator"
          checked={user.isAdmin}
          onChange={(e) => change({ isAdmin: e.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>
        <Checkbox
          aria-label="Enabled"
          checked={!user.disabled}
          onChange={(e) => change({ disabled: !e.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>{formatTime(user.createdAt)}</Table.Td>
      <Table.Td>{user.lastSeenAt ? formatAgo(user.lastSeenAt) : "never"}</Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <PasswordInput
            size="xs"
            w={130}
            aria-label="New password"
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
          />
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={!password}
            onClick={() => void attempt(() => resetPassword(user.name, password)).then(() => setPassword(""))}
          >
            Reset
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
