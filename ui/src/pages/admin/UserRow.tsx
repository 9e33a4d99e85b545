import { ActionIcon, Badge, Group, Menu, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconDots,
  IconKey,
  IconShield,
  IconShieldOff,
  IconUserCheck,
  IconUserOff,
} from "@tabler/icons-react";
import { changeUser } from "../../api/session";
import type { AdminUser } from "../../api/types";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";
import { Time } from "../../parts/Time";
import { AccountDialog } from "./AccountDialog";

interface Props {
  user: AdminUser;
  isOwn: boolean;
  onDone: () => void;
}

export function UserRow({ user, isOwn, onDone }: Props) {
  const [isReset, reset] = useDisclosure();
  return (
    <Table.Tr className={user.disabled ? "quiet" : undefined}>
      <Table.Td>
        <bdi>{user.name}</bdi>
        {isOwn && <span className="quiet"> (you)</span>}
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {user.isAdmin && <Badge variant="light">Administrator</Badge>}
          {user.disabled && (
            <Badge variant="light" color="red">
              Disabled
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <Time at={user.createdAt} />
      </Table.Td>
      <Table.Td>
        <Time at={user.lastSeenAt} ago />
      </Table.Td>
      <Table.Td ta="end">
        <UserMenu user={user} isOwn={isOwn} onDone={onDone} onReset={reset.open} />
        <AccountDialog opened={isReset} onClose={reset.close} onDone={onDone} name={user.name} />
      </Table.Td>
    </Table.Tr>
  );
}

function UserMenu({ user, isOwn, onDone, onReset }: Props & { onReset: () => void }) {
  const change = (next: { isAdmin?: boolean; disabled?: boolean }) =>
    void attempt(() => changeUser(user.name, next)).then(onDone);
  const disable = () =>
    confirm({
      title: "Disable an account",
      text: `${user.name} is signed out, and neither signs in nor uses a token until you enable the account again. Nothing of theirs is deleted.`,
      verb: "Disable",
      onYes: () => change({ disabled: true }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${user.name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconKey size={16} />} onClick={onReset}>
          Set a new password…
        </Menu.Item>
        {user.isAdmin ? (
          <Menu.Item
            leftSection={<IconShieldOff size={16} />}
            disabled={isOwn}
            onClick={() => change({ isAdmin: false })}
          >
            Take away administration
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconShield size={16} />} onClick={() => change({ isAdmin: true })}>
            Make an administrator
          </Menu.Item>
        )}
        {user.disabled ? (
          <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={() => change({ disabled: false })}>
            Enable
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserOff size={16} />} color="red" disabled={isOwn} onClick={disable}>
            Disable…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
