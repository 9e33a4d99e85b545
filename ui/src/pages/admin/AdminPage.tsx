import { Button, Skeleton, Switch, Table, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../api/http";
import { saveServerSettings, useServerSettings, useSession, useUsers } from "../../api/session";
import { attempt, Failure } from "../../parts/Failure";
import { Missing } from "../../parts/Notice";
import { Page, Section } from "../../parts/Page";
import { AccountDialog } from "./AccountDialog";
import { Disk } from "./Disk";
import { UserRow } from "./UserRow";

export function AdminPage() {
  const session = useSession().data;
  const users = useUsers();
  if (users.error instanceof ApiError && users.error.status === 403) return <Missing />;
  return (
    <Page title="Administration" note={`Shipslog ${session?.version ?? ""}`} size="lg">
      <Users />
      <Registration />
      <Disk />
    </Page>
  );
}

function Users() {
  const client = useQueryClient();
  const users = useUsers();
  const own = useSession().data?.user?.name;
  const [isNew, dialog] = useDisclosure();
  const refresh = () => client.invalidateQueries({ queryKey: ["admin"] });
  return (
    <Section
      title="Users"
      note="Administrators manage accounts. They see no more projects than others do."
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          Add user
        </Button>
      }
    >
      <Failure error={users.error} />
      {users.isPending && <Skeleton h={120} className="appears-late" />}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Rights</Table.Th>
            <Table.Th>Created</Table.Th>
            <Table.Th>Last seen</Table.Th>
            <Table.Th w={60}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.data?.map((user) => (
            <UserRow key={user.name} user={user} isOwn={user.name === own} onDone={refresh} />
          ))}
        </Table.Tbody>
      </Table>
      <AccountDialog opened={isNew} onClose={dialog.close} onDone={refresh} />
    </Section>
  );
}

function Registration() {
  const client = useQueryClient();
  const settings = useServerSettings();
  const save = (openRegistration: boolean) =>
    void attempt(() => saveServerSettings({ openRegistration })).then(() => {
      void client.invalidateQueries({ queryKey: ["admin", "settings"] });
      void client.invalidateQueries({ queryKey: ["session"] });
    });
  return (
    <Section
      title="Registration"
      note="Without it, people come in by an invitation, or by being added above."
    >
      <Failure error={settings.error} />
      <Switch
        label="Anybody who reaches this server may create an account"
        checked={settings.data?.openRegistration ?? false}
        disabled={!settings.data}
        onChange={(event) => save(event.currentTarget.checked)}
      />
    </Section>
  );
}
