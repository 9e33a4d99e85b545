import {
  ActionIcon,
  Anchor,
  Center,
  Loader,
  Menu,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { signOut, useSession } from "../api/session";

export function Shell() {
  const session = useSession();
  const path = useLocation({ select: (location) => location.pathname });
  const navigate = useNavigate();
  const open = path === "/-/sign-in" || path === "/-/setup" || path.startsWith("/-/invite/");
  const mustSignIn = session.data && !session.data.user && !open;
  useEffect(() => {
    if (mustSignIn) void navigate({ to: "/-/sign-in", search: { next: path }, replace: true });
  }, [mustSignIn, navigate, path]);
  if (session.isError) return <Notice title="The server cannot be reached" text={session.error.message} />;
  if (!session.data || mustSignIn)
    return (
      <Center mih="60vh">
        <Loader type="dots" />
      </Center>
    );
  return (
    <>
      {session.data.user && <TopBar name={session.data.user.name} isAdmin={session.data.user.isAdmin} />}
      <Suspense
        fallback={
          <Center mih="40vh">
            <Loader type="dots" />
          </Center>
        }
      >
        <Outlet />
      </Suspense>
    </>
  );
}

function TopBar({ name, isAdmin }: { name: string; isAdmin: boolean }) {
  const params = useParams({ strict: false }) as { ws?: string; project?: string; run?: string };
  return (
    <header className="shell-top">
      <Link to="/" className="brand">
        <img src="/favicon.svg" alt="" width={24} height={24} />
        Shipslog
      </Link>
      <nav aria-label="Breadcrumbs" style={{ display: "flex", gap: 8, flex: 1, minWidth: 0 }}>
        {params.ws && (
          <>
            <span className="quiet">/</span>
            <Link to="/-/workspace/$ws" params={{ ws: params.ws }}>
              <bdi>{params.ws}</bdi>
            </Link>
          </>
        )}
        {params.ws && params.project && (
          <>
            <span className="quiet">/</span>
            <a href={`/${encodeURIComponent(params.ws)}/${encodeURIComponent(params.project)}/runs`}>
              <bdi>{params.project}</bdi>
            </a>
          </>
        )}
        {params.run && (
          <>
            <span className="quiet">/</span>
            <bdi>{params.run}</bdi>
          </>
        )}
      </nav>
      <ThemeMenu />
      <UserMenu name={name} isAdmin={isAdmin} />
    </header>
  );
}

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = colorScheme === "dark" ? IconMoon : colorScheme === "light" ? IconSun : IconDeviceDesktop;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Theme">
          <Icon size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconSun size={16} />} onClick={() => setColorScheme("light")}>
          Light
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setColorScheme("dark")}>
          Dark
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} />} onClick={() => setColorScheme("auto")}>
          System
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function UserMenu({ name, isAdmin }: { name: string; isAdmin: boolean }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate({ to: "/-/sign-in" });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="light" radius="xl" aria-label={`Account of ${name}`}>
          <IconUser size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{name}</bdi>
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: "/-/account" })}>Account and API tokens</Menu.Item>
        {isAdmin && <Menu.Item onClick={() => void navigate({ to: "/-/admin" })}>Administration</Menu.Item>}
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Notice({ title, text }: { title: string; text?: string }) {
  return (
    <Center mih="50vh">
      <Stack gap={6} align="center" maw={520}>
        <Title order={3}>{title}</Title>
        {text && (
          <Text className="quiet" ta="center">
            {text}
          </Text>
        )}
        <Anchor href="/">Home</Anchor>
      </Stack>
    </Center>
  );
}

export const Missing = () => (
  <Notice
    title="There is nothing here"
    text="The address may be wrong, or you may not have the right to see it."
  />
);
