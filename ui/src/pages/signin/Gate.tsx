import { Center, Group, Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { AppearanceMenu } from "../../parts/AppearanceMenu";

/** The small page in front of the program. */
export const Gate = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <>
    <Center mih="86vh" p="md">
      <Paper className="panel" p="xl" w={420} maw="100%">
        <Stack gap={6} mb="lg" align="center">
          <img src="/favicon.svg" alt="" width={44} height={44} />
          <Title order={1} size="h3" ta="center">
            {title}
          </Title>
        </Stack>
        {children}
      </Paper>
    </Center>
    <Group justify="center">
      <AppearanceMenu />
    </Group>
  </>
);
