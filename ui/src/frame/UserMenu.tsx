import { ActionIcon, Menu } from "@mantine/core";
import { IconLogout, IconShieldCog, IconUser, IconUserCog } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useLeave } from "./useLeave";

export function UserMenu({ name, isAdmin }: { name: string; isAdmin: boolean }) {
  const navigate = useNavigate();
  const leave = useLeave();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="light" radius="xl" aria-label={`Account of ${name}`} title={name}>
          <IconUser size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Signed in as <bdi>{name}</bdi>
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUserCog size={16} />}
          onClick={() => void navigate({ to: "/-/account" })}
        >
          Account and API tokens
        </Menu.Item>
        {isAdmin && (
          <Menu.Item
            leftSection={<IconShieldCog size={16} />}
            onClick={() => void navigate({ to: "/-/admin" })}
          >
            Administration
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
