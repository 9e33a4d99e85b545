import { Group, Text } from "@mantine/core";
import { IconFolder, IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Project } from "../../api/types";
import { recallVisits } from "../../lib/places";

const shown = 5;

/** The last places of this browser, as far as they still exist. */
export function Continue({ user, projects }: { user: string; projects: Project[] }) {
  const known = new Set(projects.map((one) => `${one.workspace}/${one.name}`));
  const visits = recallVisits(user).filter((visit) => known.has(visit.project));
  if (visits.length === 0) return null;
  return (
    <Group component="nav" aria-label="Continue" gap="xs" mb="md">
      <Text size="sm" className="quiet">
        Continue
      </Text>
      {visits.slice(0, shown).map((visit) => (
        <Link key={visit.href} to={visit.href} className="plain-link place">
          {visit.run ? (
            <>
              <IconPlayerPlay size={13} aria-hidden />
              <bdi>{visit.run}</bdi>
              <bdi className="quiet">{visit.project.split("/")[1]}</bdi>
            </>
          ) : (
            <>
              <IconFolder size={13} aria-hidden />
              <bdi>{visit.project}</bdi>
            </>
          )}
        </Link>
      ))}
    </Group>
  );
}
