import { Card, Container, Group, type MantineSize, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface PageProps {
  title: ReactNode;
  actions?: ReactNode;
  note?: ReactNode;
  size?: MantineSize;
  children: ReactNode;
}

/** A page of forms and lists: one heading, what can be done, then sections. */
export const Page = ({ title, actions, note, size = "md", children }: PageProps) => (
  <Container size={size} py="lg">
    <Group justify="space-between" mb="md" wrap="nowrap" align="start">
      <div style={{ minWidth: 0 }}>
        <Title order={1} size="h2" dir="auto">
          {title}
        </Title>
        {note && (
          <Text size="sm" className="quiet">
            {note}
          </Text>
        )}
      </div>
      {actions}
    </Group>
    {children}
  </Container>
);

interface SectionProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export const Section = ({ title, note, actions, children }: SectionProps) => (
  <Card className="panel" p="lg" mb="lg" component="section" aria-label={title}>
    <Group justify="space-between" wrap="nowrap" align="start" mb={children ? "sm" : 0}>
      <div>
        <Title order={2} size="h4">
          {title}
        </Title>
        {note && (
          <Text size="sm" className="quiet" component="div">
            {note}
          </Text>
        )}
      </div>
      {actions}
    </Group>
    {children}
  </Card>
);
