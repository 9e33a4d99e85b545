import { type ProjectId, useProject } from "../../api/projects";
import { Page } from "../../parts/Page";
import { Connect } from "./Connect";
import { DeleteProject } from "./DeleteProject";
import { About, General } from "./General";
import { Members } from "./Members";

/** What a project is and who is in it; its owners change that here. */
export function SettingsPage({ id }: { id: ProjectId }) {
  const project = useProject(id).data;
  if (!project) return null;
  const isOwner = project.role === "owner";
  return (
    <Page title={isOwner ? "Settings" : "About this project"}>
      {isOwner ? (
        <General key={`${project.id} ${project.name}`} project={project} />
      ) : (
        <About project={project} />
      )}
      <Members id={id} visibility={project.visibility} canChange={isOwner} />
      {project.role !== "viewer" && <Connect id={id} />}
      {isOwner && <DeleteProject project={project} />}
    </Page>
  );
}
