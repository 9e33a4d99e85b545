import { Anchor, Center, Group, Stack, Text, Title } from "@mantine/core";
import { IconAnchorOff, IconCompass } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface Props {
  title: string;
  text?: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
}

/** A page, or the body of one, that has only something to say. */
export function Notice({ title, text, icon, children }: Props) {
  return (
    <Center mih="60vh" p="md">
      <Stack gap={8} align="center" maw={520}>
        {icon ?? <IconAnchorOff size={36} stroke={1.2} color="var(--quiet)" aria-hidden />}
        <Title order={1} size="h3" ta="center">
          {title}
        </Title>
        {text && (
          <Text className="quiet" ta="center" size="sm">
            {text}
          </Text>
        )}
        <Group gap="lg" mt="xs">
          {children}
          <Anchor component={Link} to="/" size="sm">
            Home
          </Anchor>
        </Group>
      </Stack>
    </Center>
  );
}

export const Missing = () => (
  <Notice
    icon={<IconCompass size={36} stroke={1.2} color="var(--quiet)" aria-hidden />}
    title="There is nothing here"
    text="The address may be wrong, or you may not have the right to see it."
  />
);
