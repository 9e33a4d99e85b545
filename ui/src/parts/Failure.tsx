import { Alert } from "@mantine/core";
import { notifications } from "@mantine/notifications";

export const Failure = ({ error }: { error: Error | null | undefined }) =>
  error ? (
    <Alert color="red" my="sm">
      {error.message}
      {"hint" in error && typeof error.hint === "string" && <div className="quiet">{error.hint}</div>}
    </Alert>
  ) : null;

/** Runs something that a person asked for, and tells when it failed. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    notifications.show({ color: "red", message: (error as Error).message });
    return false;
  }
}
