import { Button, Collapse, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import type { ProjectId } from "../../api/projects";
import { ConnectCode } from "../../parts/ConnectCode";
import { Section } from "../../parts/Page";

/** The lines of an empty project, for later. */
export function Connect({ id }: { id: ProjectId }) {
  const [isOpen, open] = useDisclosure();
  return (
    <Section
      title="Connect your code"
      note="The lines that lead clients to this project."
      actions={
        <Button variant="default" size="xs" onClick={open.toggle} aria-expanded={isOpen}>
          {isOpen ? "Hide the lines" : "Show the lines"}
        </Button>
      }
    >
      <Collapse expanded={isOpen}>
        <Text size="sm" className="quiet" mb="sm">
          Put a token in place of the dots: you make them in your <Link to="/-/account">account</Link>.
        </Text>
        <ConnectCode place={{ name: `${id.ws}/${id.project}`, address: location.origin, token: undefined }} />
      </Collapse>
    </Section>
  );
}
